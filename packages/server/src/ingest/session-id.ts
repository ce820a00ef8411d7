import { isUuid } from "@honeyhive/contract";

import { textToUuid } from "../text-to-uuid.js";

/** Sessions are named by UUIDs. Any other name gives the same UUID each time. */
export function toSessionId(given: string): string {
  return isUuid(given) ? given.toLowerCase() : textToUuid(`session:${given}`);
}
