import type { Event, ExportEventsResponse, JsonObject } from "@honeyhive/contract";

/** A session as it is listed: one that says nothing itself is told by its root spans. */
export interface SessionRow {
  readonly session: Event;
  readonly name: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

export function toSessionRows({
  events,
  rootSpans = [],
}: Pick<ExportEventsResponse, "events" | "rootSpans">): readonly SessionRow[] {
  const roots = new Map(rootSpans.map((root) => [root.session_id, root]));
  return events.map((session) => {
    const root = roots.get(session.session_id);
    return {
      session,
      name: nameOf(session, root?.event_name),
      inputs: root?.inputs ?? session.inputs,
      outputs: root?.outputs ?? session.outputs,
    };
  });
}

function nameOf({ event_name, session_id, metadata }: Event, rootName: string | undefined): string {
  // One that came about because spans named it is called the same as all others of its kind.
  const name = metadata["auto_created"] === true ? (rootName ?? event_name) : event_name;
  return name === "" ? session_id : name;
}
