import type { Event } from "@honeyhive/contract";

import { asObject } from "../../../lib/form/read-json.js";
import type { Trace, TraceNode } from "./index-trace.js";

/** Where the error of a span was thrown: its own stack trace, or that of the span inside of which the same error is. */
export function findStackTrace({ event, end }: TraceNode, trace: Trace): string | undefined {
  if (event.error === null) return undefined;
  const start = trace.nodes.findIndex((node) => node.event === event);
  for (const { event: inner } of trace.nodes.slice(start, end)) {
    const stack = inner.error === event.error ? stackTraceOf(inner) : undefined;
    if (stack !== undefined) return stack;
  }
  return undefined;
}

/** As OpenTelemetry records exceptions. */
function stackTraceOf({ metadata }: Event): string | undefined {
  const spanEvents = metadata["span_events"];
  if (!Array.isArray(spanEvents)) return undefined;
  for (const spanEvent of spanEvents) {
    const stack = asObject(asObject(spanEvent)?.["attributes"])?.["exception.stacktrace"];
    if (typeof stack === "string" && stack !== "") return stack;
  }
  return undefined;
}
