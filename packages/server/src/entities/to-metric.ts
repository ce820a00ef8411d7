import type { Metric } from "@honeyhive/contract";
import { metricContentSchema } from "@honeyhive/contract/schemas";

import { timesOf } from "./entity-collection.js";
import type { Entity } from "./entity-row.js";

/** The definition in use. */
export function toMetric(entity: Entity): Metric {
  return {
    id: entity.id,
    ...metricContentSchema.parse(entity.body["content"]),
    ...timesOf(entity),
  };
}
