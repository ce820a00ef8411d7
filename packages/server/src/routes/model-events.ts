import { z } from "zod";

import { fromModelEvent } from "../ingest/model-event.js";
import { createEventBatch } from "./event-batches.js";
import { createEvent } from "./events.js";
import { parseBody, unwrap } from "./parse.js";
import type { RouteHandler } from "./route-handler.js";

const bucket = z.record(z.string(), z.unknown()).nullish();
const modelEventSchema = z.looseObject({
  inputs: bucket,
  outputs: bucket,
  config: bucket,
  metadata: bucket,
});
const batchSchema = z.looseObject({ model_events: z.array(modelEventSchema) });

/** Older clients have a route of its own for what is an event of type `model`. */
export const createModelEvent: RouteHandler = async (request, services) => {
  const given = parseBody(modelEventSchema, unwrap(await request.readJson(), "model_event"));
  const event = fromModelEvent(given);
  return createEvent({ ...request, readJson: () => Promise.resolve(event) }, services);
};

export const createModelEventBatch: RouteHandler = async (request, services) => {
  const { model_events: given, ...batch } = parseBody(batchSchema, await request.readJson());
  const body = { ...batch, events: given.map(fromModelEvent) };
  return createEventBatch({ ...request, readJson: () => Promise.resolve(body) }, services);
};
