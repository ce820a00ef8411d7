import {
  buckets,
  eventAttribute,
  traceloopAssociationPrefix,
  type Bucket,
} from "@honeyhive/contract";

import { isJsonObject, parseJson } from "../../../lib/json.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { unflatten } from "../unflatten.js";

/** Attributes of HoneyHive's own SDKs: `honeyhive_<bucket>.<key>`, and `honeyhive.<bucket>.<key>` of the data model. */
export function applyHoneyHive(draft: EventDraft): void {
  for (const bucket of buckets) applyBucket(draft, bucket);
  const { bag } = draft;
  const given = bag.takeText(eventAttribute.type);
  fill(draft, "metadata", eventAttribute.type, given);
  for (const key of ["honeyhive.event_type", "honeyhive_event_type_raw", eventAttribute.name]) {
    bag.take(key);
  }
  bag.take(eventAttribute.durationMs);
  fill(draft, "metadata", "error_type", bag.takeText(eventAttribute.errorType));
  const experiment = decode(bag.take("honeyhive.experiment_metadata"));
  if (isJsonObject(experiment)) fillAll(draft, "metadata", experiment);
  fillAll(draft, "metadata", bag.takePrefix(traceloopAssociationPrefix));
}

function applyBucket(draft: EventDraft, bucket: Bucket): void {
  for (const prefix of [`honeyhive_${bucket}`, `honeyhive.${bucket}`]) {
    const whole = decode(draft.bag.take(prefix));
    if (isJsonObject(whole)) fillAll(draft, bucket, whole);
    const values = Object.entries(draft.bag.takePrefix(`${prefix}.`)).map(
      ([key, value]) => [key, decode(value)] as const,
    );
    // A metric is one number under one name, dots and all.
    const flat = Object.fromEntries(values);
    fillAll(draft, bucket, bucket === "metrics" ? flat : unflatten(flat));
  }
}

/** Nested values travel as JSON text, and the official TypeScript SDK writes null as the text `null`. */
function decode(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value === "null") return null;
  if (!/^\s*[[{]/.test(value)) return value;
  return parseJson(value) ?? value;
}
