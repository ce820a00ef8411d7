import type { Event } from "@honeyhive/contract";

/** How many events are where they belong. Every event of the workload says who its owner is. */
export interface OwnershipCount {
  readonly sessions: number;
  readonly spans: number;
  readonly wrongSession: number;
  readonly ownerless: number;
  /** Parents that are in no event of the same session. */
  readonly danglingParents: number;
  readonly names: Readonly<Record<string, number>>;
}

export function countOwnership(events: readonly Event[]): OwnershipCount {
  const sessions = events.filter((event) => event.event_type === "session");
  const spans = events.filter((event) => event.event_type !== "session");
  const ownerBySession = new Map(sessions.map((event) => [event.session_id, ownerOf(event)]));
  const sessionByEvent = new Map(events.map((event) => [event.event_id, event.session_id]));
  const owners = spans.map((event) => ({ event, owner: ownerOf(event) }));
  const names: Record<string, number> = {};
  for (const { event_name: name } of spans) names[name] = (names[name] ?? 0) + 1;
  return {
    sessions: sessions.filter((event) => ownerOf(event) !== undefined).length,
    spans: spans.length,
    ownerless: owners.filter(({ owner }) => owner === undefined).length,
    wrongSession: owners.filter(
      ({ event, owner }) =>
        owner !== undefined && String(ownerBySession.get(event.session_id)) !== owner,
    ).length,
    danglingParents: spans.filter(
      (event) =>
        event.parent_id === null || sessionByEvent.get(event.parent_id) !== event.session_id,
    ).length,
    names,
  };
}

function ownerOf(event: Event): string | undefined {
  const direct = event.inputs["owner"] ?? event.metadata["owner"];
  if (direct !== undefined) return String(direct);
  return /this is owner (\d+)\./.exec(JSON.stringify(event.inputs))?.[1];
}
