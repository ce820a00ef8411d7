import { HttpError } from "../lib/http-error.js";
import { isLoopbackName } from "../lib/loopback-name.js";

/**
 * Keeps web pages away from a server that only this machine should reach: a page may point its own name at
 * 127.0.0.1 (so `Host` must be a loopback name) or post across origins (so `Origin` must be our own).
 */
export function checkOrigin(headers: Headers, protocol: "http" | "https" = "http"): void {
  const host = (headers.get("host") ?? "").toLowerCase();
  const hostName = host.replace(/:\d+$/, "");
  if (!isLoopbackName(hostName)) {
    throw forbidden(`\`Host\` to be a loopback name such as 127.0.0.1, got \`${host}\``);
  }
  const origin = headers.get("origin");
  if (origin !== null && origin !== `${protocol}://${host}`) {
    throw forbidden(`\`Origin\` to be \`${protocol}://${host}\` or absent, got \`${origin}\``);
  }
}

function forbidden(problem: string): HttpError {
  return new HttpError(
    403,
    "FORBIDDEN_HOST",
    `Expected ${problem}. This server listens for programs on this machine only; ` +
      "start it with another host to reach it under another name.",
  );
}
