import { pickSearch, type Search } from "../../lib/search-params.js";

const keys = ["q", "state", "row"] as const;

type SessionsKey = (typeof keys)[number];

/** `state` is `failed` to keep only sessions with an error. */
export type SessionsSearch = Search<SessionsKey>;

export function parseSessionsSearch(search: Readonly<Record<string, unknown>>): SessionsSearch {
  return pickSearch(search, keys);
}
