import type { Event, ExportEventsResponse } from "@honeyhive/contract";

import {
  findEventPlaces,
  readEvents,
  type EventPlace,
  type EventSearch,
} from "../queries/search-events.js";
import type { Store } from "../store/store.js";

const defaultLimit = 1000;

export type Total = Pick<ExportEventsResponse, "totalEvents" | "moreThanTotal">;

export interface Page {
  readonly places: readonly EventPlace[];
  /** Missing when nobody asked to stop counting, and all events would have to be read for it. */
  readonly total?: Total;
  /** Whether no more events match than are on this page and those before it. */
  readonly isLast: boolean;
}

/** Where the events of a page are, and how many match, as far as that has to be known for it. */
export async function findPage(
  store: Store,
  projectId: string,
  request: EventSearch,
): Promise<Page> {
  const limit = request.limit ?? defaultLimit;
  // A cursor says where the page begins, and whoever has one does not need a number.
  const hasCursor = request.cursor !== undefined;
  const offset = hasCursor ? 0 : ((request.page ?? 1) - 1) * limit;
  const counted = Math.max(offset + limit, request.totalUpTo ?? 0);
  // One more tells whether there are more.
  const wanted = counted + 1;
  // Events that matched once and no longer do make it look further back. A tenth more at once makes that rare.
  for (let candidates = Math.ceil(wanted * 1.1) + 8; ; candidates *= 4) {
    const question = { ...request, candidates, offset, limit };
    const [found] = await store.select(findEventPlaces(projectId, question));
    if (found === undefined) return { places: [], total: { totalEvents: 0 }, isLast: true };
    const { places, matches } = found;
    const isLast = matches <= offset + limit;
    if (matches >= wanted && (request.totalUpTo !== undefined || hasCursor)) {
      return { places, total: { totalEvents: counted, moreThanTotal: true }, isLast };
    }
    if (found.candidates < candidates) return { places, total: { totalEvents: matches }, isLast };
    if (matches >= wanted) return { places, isLast };
  }
}

/** The events at these places, newest first. */
export async function readPage(
  store: Store,
  projectId: string,
  places: readonly EventPlace[],
  request: EventSearch,
): Promise<Event[]> {
  return places.length === 0 ? [] : store.select(readEvents(projectId, places, request));
}
