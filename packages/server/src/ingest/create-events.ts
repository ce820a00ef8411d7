import { randomUUID } from "node:crypto";

import type { Event, EventInput, JsonObject } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { toEvent, toEventPatch } from "../events/to-event.js";
import type { DerivedIds } from "../lib/derived-ids.js";
import { digestOfPost } from "../events/post-digest.js";
import { isJsonObject } from "../lib/json.js";
import { findEvents } from "../queries/find-events.js";
import type { Services } from "../services.js";
import { deletedSession, startSession } from "../sessions/start-session.js";
import type { IncomingEvent } from "./event-batch.js";
import { ingestEvents } from "./ingest-events.js";
import { findMedia } from "../mapping/messages/media.js";
import { withReferences } from "../mapping/messages/with-references.js";

type CreateEventServices = Pick<
  Services,
  "events" | "media" | "patches" | "reader" | "sessions" | "store" | "clock" | "prices" | "turns"
>;

interface Draft {
  readonly input: EventInput;
  readonly event: Event;
}

/**
 * Stores events that came in one request; gives their ids in the same order. An event that is there already, or stands
 * earlier in the request, keeps its start time and takes over what is said of it.
 */
export async function createEvents(
  services: CreateEventServices,
  project: Project,
  inputs: readonly EventInput[],
): Promise<string[]> {
  const nowMs = services.clock() / 1000;
  const drafts = inputs.map((input) => ({ input, event: toEvent(input, project.id, nowMs) }));
  // First: then the events below them need not start them.
  const sessionIds = await startSessions(services, project, drafts);
  const others = drafts.filter(({ event }) => event.event_type !== "session");
  const { fresh, updates } = sortOut(others, await findKnown(services, project.id, others));
  const isAnyRefused =
    fresh.length > 0 && (await ingestEvents(services, project.id, fresh.map(toIncoming))).count > 0;
  await Promise.all(
    updates.map(({ input, event }) => {
      const key = { projectId: project.id, eventId: event.event_id };
      const origin = services.patches.newOrigin(digestOfPost(input));
      return services.patches.append(key, toEventPatch(input, event), origin);
    }),
  );
  // The others are stored: sent again without these, nothing changes of them.
  if (isAnyRefused) throw deletedSession(findDeleted(services, project.id, fresh));
  return drafts.map((draft) => sessionIds.get(draft) ?? draft.event.event_id);
}

function findDeleted(
  { sessions }: CreateEventServices,
  projectId: string,
  drafts: readonly Draft[],
): string {
  const ids = drafts.map(({ event }) => event.session_id);
  return ids.find((id) => sessions.isDeleted(projectId, id)) ?? "";
}

function toIncoming({ input, event }: Draft): IncomingEvent {
  const post = input.event_id ? input : undefined;
  const referring = withReferences(event);
  if (referring === event) return { event, post };
  return { event: referring, post, media: findMedia(referring) };
}

async function startSessions(
  services: CreateEventServices,
  project: Project,
  drafts: readonly Draft[],
): Promise<ReadonlyMap<Draft, string>> {
  const started = drafts
    .filter(({ event }) => event.event_type === "session")
    .map(async (draft): Promise<[Draft, string]> => {
      const { session_id, outputs } = draft.event;
      const session = await startSession(services, project, {
        ...draft.input,
        session_id,
        outputs,
      });
      return [draft, session.event_id];
    });
  return new Map(await Promise.all(started));
}

/** Of the ids that the request names, those that are stored. */
async function findKnown(
  { store }: CreateEventServices,
  projectId: string,
  drafts: readonly Draft[],
): Promise<ReadonlySet<string>> {
  const named = drafts
    .filter(({ input }) => input.event_id !== undefined)
    .map(({ event }) => event.event_id);
  if (named.length === 0) return new Set();
  const found = await store.select({ ...findEvents(projectId, named), isForWrite: true });
  return new Set(found.map(({ event_id }) => event_id));
}

function sortOut(
  drafts: readonly Draft[],
  known: ReadonlySet<string>,
): { readonly fresh: readonly Draft[]; readonly updates: readonly Draft[] } {
  const seen = new Set(known);
  const [fresh, updates]: [Draft[], Draft[]] = [[], []];
  for (const draft of drafts) {
    const isKnown = seen.has(draft.event.event_id);
    (isKnown ? updates : fresh).push(draft);
    seen.add(draft.event.event_id);
  }
  return { fresh, updates };
}

/** Events of older clients hold their children inside; each child learns who its parent is. */
export function flattenEvents(
  events: readonly JsonObject[],
  ids?: DerivedIds,
  parentId?: string,
): JsonObject[] {
  return events.flatMap((event) => {
    const { children, ...own } = event;
    const given = own["event_id"];
    const id = typeof given === "string" && given !== "" ? given : (ids?.uuid() ?? randomUUID());
    const parent = parentId === undefined ? {} : { parent_id: parentId };
    const inner = Array.isArray(children) ? children.filter(isJsonObject) : [];
    return [{ ...own, ...parent, event_id: id }, ...flattenEvents(inner, ids, id)];
  });
}
