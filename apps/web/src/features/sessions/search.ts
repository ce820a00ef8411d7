import { pickSearch, type Search } from "../../lib/address/search-params.js";

export const sessionsKeys = ["kind", "q", "state", "since", "where", "sort", "row"] as const;

type SessionsKey = (typeof sessionsKeys)[number];

/**
 * `kind` is `span`, `model`, `tool` or `chain` to list those instead of sessions. `state` is `failed` to keep only sessions with an error, `since` how far back the list goes (`24h`), and `where` has a
 * filter a line (`metadata.customer is acme`). `sort` is a column, after `-` the largest first (`-cost`).
 */
export type SessionsSearch = Search<SessionsKey>;

export function parseSessionsSearch(search: Readonly<Record<string, unknown>>): SessionsSearch {
  return pickSearch(search, sessionsKeys);
}

/** Whether less than all sessions are asked for. */
export function isFiltered({ q, state, since, where }: SessionsSearch): boolean {
  return [q, state, since, where].some((value) => value !== undefined);
}
