import { z } from "zod";

import { annotationQueueSchema } from "../annotation-queue.js";
import { chartSchema } from "../chart.js";
import { configurationInputSchema, configurationSchema } from "../configuration.js";
import { runComparisonSchema } from "../comparison.js";
import {
  addDatapointsRequestSchema,
  datapointInputSchema,
  datapointSchema,
  datasetInputSchema,
  datasetSchema,
} from "../dataset.js";
import { errorBodySchema } from "../error.js";
import {
  eventInputSchema,
  eventNodeSchema,
  eventSchema,
  eventUpdateSchema,
  projectedEventSchema,
  sessionInputSchema,
  startedSessionSchema,
  strictEventInputSchema,
  strictSessionInputSchema,
} from "../event.js";
import { eventFilterSchema } from "../filter.js";
import {
  metricContentSchema,
  metricInputSchema,
  metricSchema,
  metricVersionSchema,
} from "../metric.js";
import { runInputSchema, runResultSchema, runSchema } from "../run.js";
import { toolSchema } from "../tool.js";
import { mapSchema, type JsonSchema } from "./json-schema.js";

const names = {
  Error: errorBodySchema,
  Event: eventSchema,
  EventNode: eventNodeSchema,
  EventInput: strictEventInputSchema,
  OlderEventInput: eventInputSchema,
  EventUpdate: eventUpdateSchema,
  EventFilter: eventFilterSchema,
  ProjectedEvent: projectedEventSchema,
  SessionInput: strictSessionInputSchema,
  OlderSessionInput: sessionInputSchema,
  StartedSession: startedSessionSchema,
  Run: runSchema,
  RunInput: runInputSchema,
  RunResult: runResultSchema,
  RunComparison: runComparisonSchema,
  Dataset: datasetSchema,
  DatasetInput: datasetInputSchema,
  Datapoint: datapointSchema,
  DatapointInput: datapointInputSchema,
  AddDatapoints: addDatapointsRequestSchema,
  Configuration: configurationSchema,
  ConfigurationInput: configurationInputSchema,
  Metric: metricSchema,
  MetricInput: metricInputSchema,
  MetricContent: metricContentSchema,
  MetricVersion: metricVersionSchema,
  Chart: chartSchema,
  AnnotationQueue: annotationQueueSchema,
  Tool: toolSchema,
};

/** Collects the schemas that have a name, so that the document says each once. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};
  readonly #names = z.registry<{ id: string }>();

  constructor() {
    for (const [id, schema] of Object.entries(names)) this.#names.add(schema, { id });
  }

  /** `change` is applied to the schema and all that it refers to, which then are called `prefix` + name. */
  add(
    schema: z.ZodType,
    io: "input" | "output",
    { prefix = "", change = (whole: JsonSchema) => whole } = {},
  ): JsonSchema {
    const converted = z.toJSONSchema(schema, { io, metadata: this.#names });
    // zod's type allows every keyword of JSON Schema; what it writes keeps to ours.
    const { $schema: _, ...own } = converted as JsonSchema;
    const whole = change(dropIds(own));
    const refer = (part: JsonSchema): JsonSchema =>
      part.$ref === undefined ? part : { ...part, $ref: this.#resolve(part.$ref, prefix) };
    const { $defs = {}, ...root } = mapSchema(whole, refer);
    for (const [name, part] of Object.entries($defs)) this.schemas[prefix + name] = part;
    const name = this.#names.get(schema)?.id;
    if (name === undefined) return root;
    // A schema that refers to itself is among the definitions already.
    if (root.$ref === undefined) this.schemas[prefix + name] = root;
    return { $ref: toReference(prefix + name) };
  }

  #resolve(reference: string, prefix: string): string {
    const name = /^#\/\$defs\/(.+)$/.exec(reference)?.[1];
    return name === undefined ? reference : toReference(prefix + name);
  }
}

function toReference(name: string): string {
  return `#/components/schemas/${name}`;
}

/** Ids would give names of their own to what is referred to by its place in the document. */
function dropIds(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, ({ id: _, ...part }) => part);
}
