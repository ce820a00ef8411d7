import type { OpenApiOperation } from "./create-openapi-document.js";

/** What is no JSON operation of the table: OpenTelemetry's own protocol, and this document. */
export const otherPaths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>> = {
  "/opentelemetry/v1/traces": { post: takeTraces("exportTraces") },
  "/v1/traces": { post: { ...takeTraces("exportTraces_1"), deprecated: true } },
  "/openapi.json": {
    get: {
      operationId: "getOpenApi",
      summary: "This document.",
      tags: ["System"],
      security: [],
      responses: {
        200: {
          description: "OpenAPI 3.1.",
          content: { "application/json": { schema: { type: "object" } } },
        },
      },
    },
  },
};

function takeTraces(operationId: string): OpenApiOperation {
  const schema = { description: "ExportTraceServiceRequest of OTLP 1.x." };
  const answer = { description: "ExportTraceServiceResponse of OTLP 1.x." };
  return {
    operationId,
    summary: "Takes spans over OTLP/HTTP, protobuf or JSON, plain, gzip or deflate.",
    tags: ["Events"],
    security: [{ apiKey: [] }],
    requestBody: {
      required: true,
      content: { "application/x-protobuf": { schema }, "application/json": { schema } },
    },
    responses: {
      200: {
        description: "The spans are stored, except for those that `partial_success` counts.",
        content: {
          "application/x-protobuf": { schema: answer },
          "application/json": { schema: answer },
        },
      },
      default: {
        description: "What went wrong.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  };
}
