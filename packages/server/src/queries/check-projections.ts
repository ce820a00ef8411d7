import { buckets, nearestName } from "@honeyhive/contract";

import { FilterError } from "./compile-filter.js";

const wholeFields: readonly string[] = [
  "event_id",
  "session_id",
  "parent_id",
  "children_ids",
  "project_id",
  "event_type",
  "event_name",
  "source",
  "error",
  "start_time",
  "end_time",
  "duration",
];

/** Fields that filters know by a name of their own, and events have in their metadata. */
const namesOfMetadata = ["trace_id", "span_id", "run_id", "datapoint_id", "dataset_id"];

/** More are no selection, and cost more than what they leave out. */
const maxProjections = 200;

/** Refuses fields that no event has: it would be given without them, as if it had none of what was asked for. */
export function checkProjections(projections: readonly string[] = []): void {
  if (projections.length > maxProjections) {
    throw new FilterError(
      "projections",
      `Expected at most ${maxProjections} \`projections\`, got ${projections.length}. Name buckets as a whole, such as \`metadata\`.`,
    );
  }
  for (const [index, field] of projections.entries()) {
    const [top = ""] = field.split(".", 1);
    if (wholeFields.includes(field) || buckets.some((bucket) => bucket === top)) continue;
    const known = [...wholeFields, ...buckets];
    // No field has so long a name that nearer ones need to be looked for.
    const meant = namesOfMetadata.includes(field)
      ? `metadata.${field}`
      : nearestName(top.slice(0, 100), known);
    const advice = meant === undefined ? "Leave it out." : `Did you mean \`${meant}\`?`;
    throw new FilterError(
      `projections.${index}`,
      `Expected \`projections.${index}\` to be one of ${known.join(", ")}, or a key of a bucket such as \`metadata.key\`, ` +
        `got \`${field.slice(0, 200)}\`. ${advice}`,
    );
  }
}
