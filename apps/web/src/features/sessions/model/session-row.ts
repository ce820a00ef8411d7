import type { Event, JsonObject, RootSpans } from "@honeyhive/contract";

/** A session as it is listed: one that says nothing itself is told by its root spans. Spans are listed as they are. */
export interface SessionRow {
  readonly session: Event;
  readonly name: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** Those that say neither what went in nor what came out. */
export function silentSessions(sessions: readonly Event[]): readonly string[] {
  const isEmpty = (bucket: JsonObject): boolean => Object.keys(bucket).length === 0;
  return sessions
    .filter(
      ({ event_type: type, inputs, outputs }) =>
        type === "session" && isEmpty(inputs) && isEmpty(outputs),
    )
    .map(({ session_id }) => session_id);
}

export function toSessionRows(
  sessions: readonly Event[],
  rootSpans: readonly RootSpans[],
): readonly SessionRow[] {
  const roots = new Map(rootSpans.map((root) => [root.session_id, root]));
  return sessions.map((session) => {
    const root = session.event_type === "session" ? roots.get(session.session_id) : undefined;
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
