import { idempotencyHeader } from "@honeyhive/contract";

import { HttpError } from "../lib/http-error.js";

/** The draft of the IETF puts the key into quotes; most clients do not. */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const text = headers.get(idempotencyHeader);
  if (text === null) return undefined;
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HttpError(
    400,
    "INVALID_REQUEST",
    `Expected \`Idempotency-Key\` to be 1 to 255 visible characters, got ${key.length}. Send a UUID, the same when you send the request again.`,
    { field: "Idempotency-Key" },
  );
}
