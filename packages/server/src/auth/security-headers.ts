import type { MiddlewareHandler } from "hono";

/** For pages: only what this server itself serves, in no frame. Styles may be set by the UI's code. */
const pagePolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** What browsers are told about every answer. */
export const setSecurityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-resource-policy", "same-origin");
  if (headers.get("content-type")?.startsWith("text/html") !== true) return;
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", pagePolicy);
  // For browsers that do not know `frame-ancestors`.
  headers.set("x-frame-options", "DENY");
};
