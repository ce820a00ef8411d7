import { eventAttribute } from "@honeyhive/contract";

import { statusCodeError } from "./span-record.js";
import type { EventDraft } from "./event-draft.js";

/** The error of a span, from the most explicit source to the least. Null when it did not fail. */
export function errorOf({ span, bag, buckets }: EventDraft): string | null {
  const exception = span.events.find((event) => event.name === "exception");
  const isFailed = span.status.code === statusCodeError;
  const httpStatus = Number(buckets.metadata["status_code"]);
  return (
    bag.takeText(eventAttribute.error) ??
    (isFailed ? textOf(span.status.message) : undefined) ??
    textOf(exception?.attributes["exception.message"]) ??
    textOf(exception?.attributes["exception.type"]) ??
    (httpStatus >= 400 ? `HTTP ${httpStatus}` : undefined) ??
    (isFailed ? "The span failed without a message." : null)
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
