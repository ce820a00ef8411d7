import { isUuid } from "@honeyhive/contract";

import { textToUuid } from "./text-to-uuid.js";

/** Sessions are named by UUIDs. Any other name gives the same UUID each time. */
export function toSessionId(given: string): string {
  if (isUuid(given)) return given.toLowerCase();
  return textToUuid("session:" + String(given));
}

/** Ids of events are the same in upper case. A parent may be the session, by the name that the client has for it. */
export function toParentId(
  given: string,
  session: { readonly id: string; readonly given: string | undefined },
): string {
  return given === session.given ? session.id : given.toLowerCase();
}
