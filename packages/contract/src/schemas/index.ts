export { configurationInputSchema, configurationUpdateSchema } from "./configuration.js";
export {
  addDatapointsRequestSchema,
  datapointBatchSchema,
  datapointInputSchema,
  datasetInputSchema,
} from "./dataset.js";
export { eventInputSchema, eventSchema, eventUpdateSchema, sessionInputSchema } from "./event.js";
export { dateRangeSchema, eventFilterSchema, exportEventsRequestSchema } from "./filter.js";
export { runInputSchema } from "./run.js";
