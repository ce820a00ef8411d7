export { apiKeySchema, auditEntrySchema, projectItemSchema } from "./access.js";
export { metricContentSchema, metricVersionSchema } from "./metric.js";
export { chartSchema } from "./chart.js";
export { annotationQueueSchema } from "./annotation-queue.js";
export { toolSchema } from "./tool.js";
export { configurationInputSchema, configurationUpdateSchema } from "./configuration.js";
export {
  addDatapointsRequestSchema,
  datapointRowsSchema,
  wholeDatapointsSchema,
  datapointBatchSchema,
  datapointInputSchema,
  datasetInputSchema,
  datasetUpdateSchema,
  legacyDatasetUpdateSchema,
} from "./dataset.js";
export {
  eventInputSchema,
  eventSchema,
  eventUpdateSchema,
  jsonObjectSchema,
  sessionInputSchema,
  strictEventInputSchema,
  strictSessionInputSchema,
} from "./event.js";
export {
  dateRangeSchema,
  eventFilterSchema,
  exportEventsRequestSchema,
  searchEventsRequestSchema,
} from "./filter.js";
export { createOpenApiDocument } from "./openapi/create-openapi-document.js";
export type {
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from "./openapi/openapi-document.js";
export type { JsonSchema } from "./openapi/json-schema.js";
export { operationSchemas } from "./operation-schemas.js";
export { runInputSchema } from "./run.js";
