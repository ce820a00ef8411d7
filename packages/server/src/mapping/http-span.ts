import { traceloopAssociationPrefix } from "@honeyhive/contract";

import type { SpanRecord } from "./span-record.js";
import { AttributeBag } from "./attribute-bag.js";

/** The method of a request, where a span is about one and about nothing else. */
export function httpMethodOf(bag: AttributeBag): string | undefined {
  const method = bag.peekText("http.request.method") ?? bag.peekText("http.method");
  const isMore = bag.hasPrefix("gen_ai.") || bag.hasPrefix("honeyhive_");
  return isMore ? undefined : method;
}

/** Spans of HTTP clients say mostly their method; the path is what tells them apart. */
export function httpName(span: SpanRecord, bag: AttributeBag): string | undefined {
  const method = httpMethodOf(bag);
  if (method === undefined || !isBareName(span.name, method)) return undefined;
  const url = bag.peekText("url.full") ?? bag.peekText("http.url");
  const path = bag.peekText("http.route") ?? bag.peekText("url.path") ?? pathOf(url);
  return path === undefined ? undefined : `${method} ${path}`;
}

function isBareName(name: string, method: string): boolean {
  return name.toUpperCase() === method || name.toUpperCase() === `HTTP ${method}`;
}

function pathOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
}

const disabling = [
  `${traceloopAssociationPrefix}disable_http_tracing`,
  "honeyhive_metadata.disable_http_tracing",
  "honeyhive.disable_http_tracing",
];
const clientKind = 3;

/** The sender wanted no spans of HTTP clients, and could not keep its instrumentation from making them. */
export function isUnwantedHttpSpan(span: SpanRecord): boolean {
  if (span.kind !== clientKind) return false;
  const isDisabled = disabling.some((key) => String(span.attributes[key]) === "true");
  return isDisabled && httpMethodOf(new AttributeBag(withoutIdentity(span))) !== undefined;
}

/** The SDK's own attributes are on every span of a session. */
function withoutIdentity({ attributes }: SpanRecord): SpanRecord["attributes"] {
  const entries = Object.entries(attributes).filter(
    ([key]) => !key.startsWith("honeyhive_metadata"),
  );
  return Object.fromEntries(entries);
}
