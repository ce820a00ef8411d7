import {
  buckets,
  eventAttribute,
  traceloopAssociationPrefix,
  type Bucket,
} from "@honeyhive/contract";

import { isJsonObject, parseJson } from "../../lib/json.js";
import type { AttributeNames } from "../attribute-names.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { unflatten } from "../unflatten.js";

/** Attributes of HoneyHive's own SDKs: `honeyhive_<bucket>.<key>`, and `honeyhive.<bucket>.<key>` of the data model. */
export function applyHoneyHive(draft: EventDraft): void {
  for (const place of draft.bag.names.relevant(places, isFilled)) applyPlace(draft, place);
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
  fillAll(draft, "metadata", unflatten(bag.takePrefix("baggage.")));
}

interface Place {
  readonly bucket: Bucket;
  readonly name: string;
  readonly prefix: string;
}

const places: readonly Place[] = buckets.flatMap((bucket) =>
  [`honeyhive_${bucket}`, `honeyhive.${bucket}`].map((name) => ({
    bucket,
    name,
    prefix: `${name}.`,
  })),
);

function isFilled({ name, prefix }: Place, names: AttributeNames): boolean {
  return names.has(name) || names.below(prefix).length > 0;
}

function applyPlace(draft: EventDraft, { bucket, name, prefix }: Place): void {
  const whole = decode(draft.bag.take(name));
  if (isJsonObject(whole)) fillAll(draft, bucket, whole);
  const flat = draft.bag.takePrefix(prefix, decode);
  // A metric is one number under one name, dots and all.
  fillAll(draft, bucket, bucket === "metrics" ? flat : unflatten(flat));
}

const mayBeStructure = /^\s*[[{]/;

/** What a model calls a tool with is text, wherever messages are. */
const argumentsOfCall = /(^|\.)tool_calls\.\d+\.(function\.)?arguments$/;

/** Nested values travel as JSON text, and the official TypeScript SDK writes null as the text `null`. */
function decode(value: unknown, name = ""): unknown {
  if (typeof value !== "string" || argumentsOfCall.test(name)) return value;
  if (value === "null") return null;
  if (!mayBeStructure.test(value)) return value;
  return parseJson(value) ?? value;
}
