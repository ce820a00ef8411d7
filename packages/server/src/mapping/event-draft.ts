import type { Bucket, EventType } from "@honeyhive/contract";

import { isJsonObject, setOwn } from "../lib/json.js";
import type { SpanRecord } from "./span-record.js";
import type { AttributeBag } from "./attribute-bag.js";

/** An event while the rules fill it. */
export interface EventDraft {
  readonly span: SpanRecord;
  readonly bag: AttributeBag;
  readonly eventType: EventType;
  readonly buckets: Record<Bucket, Record<string, unknown>>;
}

type Filled = Pick<EventDraft, "buckets">;

export function emptyBuckets(): EventDraft["buckets"] {
  return {
    inputs: {},
    outputs: {},
    config: {},
    metadata: {},
    metrics: {},
    feedback: {},
    user_properties: {},
  };
}

/** Sets a field that no earlier rule has set. */
export function fill(draft: Filled, bucket: Bucket, key: string, value: unknown): void {
  if (value === undefined || value === null) return;
  draft.buckets[bucket][key] ??= value;
}

export function fillAll(
  draft: Filled,
  bucket: Bucket,
  values: Readonly<Record<string, unknown>>,
): void {
  const filled = draft.buckets[bucket];
  // No list is made of the fields: this is done some five times for each span.
  for (const key in values) {
    if (!Object.hasOwn(filled, key)) setOwn(filled, key, values[key]);
  }
}

/** The fields of an object; anything else under a name of its own. */
export function fillObject(draft: Filled, bucket: Bucket, key: string, value: unknown): void {
  if (isJsonObject(value)) fillAll(draft, bucket, value);
  else fill(draft, bucket, key, value);
}
