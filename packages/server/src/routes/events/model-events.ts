import { z } from "zod";

import { fromModelEvent } from "../../ingest/model-event.js";
import { createEventsLegacy } from "./event-batches.js";
import { createEventLegacy } from "./events.js";
import { parseBody, parseWrapped } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

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
  const given = parseWrapped(modelEventSchema, await request.readJson(), "model_event");
  const event = fromModelEvent(given);
  return createEventLegacy({ ...request, readJson: () => Promise.resolve(event) }, services);
};

export const createModelEvents: RouteHandler = async (request, services) => {
  const { model_events: given, ...batch } = parseBody(batchSchema, await request.readJson());
  const body = { ...batch, events: given.map(fromModelEvent) };
  return createEventsLegacy({ ...request, readJson: () => Promise.resolve(body) }, services);
};
