import { otlpTracesPath } from "../events/attributes.js";
import { route, type Route } from "./route.js";

/** OpenTelemetry's own protocol. Its bodies are no JSON of ours, so it stands beside the table of operations. */
export const otlpRoutes = {
  exportTraces: route(
    `POST ${otlpTracesPath}`,
    "Takes spans over OTLP/HTTP, protobuf or JSON, plain, gzip, deflate or zstd.",
    { aliases: ["/v1/traces"] },
  ),
  exportLogs: route(
    "POST /opentelemetry/v1/logs",
    "Takes messages of conversations that are logged with their span, as above. Other logs are not kept.",
    { aliases: ["/v1/logs"] },
  ),
  exportMetrics: route(
    "POST /opentelemetry/v1/metrics",
    "Keeps nothing: the answer says how many data points that were. Protobuf is answered on `/v1/metrics` as well.",
  ),
} as const satisfies Readonly<Record<string, Route>>;
