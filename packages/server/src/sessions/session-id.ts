import { isUuid } from "@honeyhive/contract";

import { textToUuid } from "../lib/text-to-uuid.js";

/** Sessions are named by UUIDs. Any other name gives the same UUID each time. */
export function toSessionId(given: string): string {
  if (isUuid(given)) return given.toLowerCase();
  return textToUuid("session:" + String(given));
}
