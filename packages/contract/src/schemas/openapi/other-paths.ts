import { otlpRoutes } from "../../operations/otlp.js";
import type { Route } from "../../operations/route.js";
import type { OpenApiOperation } from "./openapi-document.js";

/** What is no JSON operation of the table: OpenTelemetry's own protocol, and this document. */
export const otherPaths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>> = {
  ...Object.fromEntries(
    Object.entries(otlpRoutes).flatMap(([name, given]) => toPaths(name, given)),
  ),
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

function toPaths(
  name: string,
  { path, aliases, summary }: Route,
): [string, Readonly<Record<string, OpenApiOperation>>][] {
  const current = takeExport(name, summary);
  return [
    [path, { post: current }],
    ...aliases.map((alias, index): [string, Readonly<Record<string, OpenApiOperation>>] => [
      alias,
      { post: { ...current, operationId: `${name}_${index + 1}`, deprecated: true } },
    ]),
  ];
}

function takeExport(operationId: string, summary: string): OpenApiOperation {
  const schema = { description: "Export…ServiceRequest of OTLP 1.x." };
  const answer = { description: "Export…ServiceResponse of OTLP 1.x." };
  return {
    operationId,
    summary,
    tags: ["Events"],
    security: [{ apiKey: [] }],
    requestBody: {
      required: true,
      content: { "application/x-protobuf": { schema }, "application/json": { schema } },
    },
    responses: {
      200: {
        description: "It is stored, except for what `partial_success` counts.",
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
