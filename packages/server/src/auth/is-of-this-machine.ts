import type { IncomingMessage } from "node:http";

/** What proxies add to requests. */
const marks = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];

/**
 * Whether a request is of a program on this machine, as far as can be told: a proxy on it lets others in. nginx adds
 * nothing unless it is told to, but speaks HTTP/1.0.
 */
export function isOfThisMachine(
  { headers, httpVersion }: Pick<IncomingMessage, "headers" | "httpVersion">,
  { isLocal }: { readonly isLocal: boolean },
): boolean {
  return isLocal && httpVersion !== "1.0" && !marks.some((name) => headers[name] !== undefined);
}
