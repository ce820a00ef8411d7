import { httpMethodOf } from "../http-span.js";
import { toNumber } from "../convert.js";
import { fill, type EventDraft } from "../event-draft.js";

/** Requests over HTTP, written by OpenTelemetry's instrumentations of today and of before. */
export function applyHttp(draft: EventDraft): void {
  const { bag } = draft;
  const method = httpMethodOf(bag);
  if (method === undefined) return;
  fill(draft, "inputs", "method", method);
  fill(draft, "inputs", "url", bag.peek("url.full") ?? bag.peek("http.url") ?? localUrl(draft));
  const status = bag.peek("http.response.status_code") ?? bag.peek("http.status_code");
  fill(draft, "outputs", "status_code", toNumber(status));
}

function localUrl({ bag }: EventDraft): string | undefined {
  const path = bag.peekText("url.path") ?? bag.peekText("http.target");
  const query = bag.peekText("url.query");
  return path === undefined || query === undefined ? path : `${path}?${query.replace(/^\?/, "")}`;
}
