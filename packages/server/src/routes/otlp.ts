import { HttpError } from "../lib/http-error.js";
import { decodeJson } from "../ingest/decode/json.js";
import { decodeJsonLogs } from "../ingest/decode/json-logs.js";
import { countJsonDataPoints } from "../ingest/decode/json-metrics.js";
import { decodeProtobuf } from "../ingest/decode/protobuf.js";
import { decodeProtobufLogs } from "../ingest/decode/protobuf-logs.js";
import { countProtobufDataPoints } from "../ingest/decode/protobuf-metrics.js";
import { splitJson } from "../ingest/decode/split-json.js";
import { encodeExportAnswer } from "../ingest/encode-export-answer.js";
import { ingestLogs } from "../ingest/ingest-logs.js";
import { ingestSpans } from "../ingest/ingest-spans.js";
import { rejectMetrics } from "../ingest/reject-metrics.js";
import type { Rejections } from "../ingest/rejections.js";
import type { Services } from "../services.js";
import type { RouteHandler, RouteRequest } from "./route-handler.js";

/** `POST /opentelemetry/v1/traces`. Answers when the spans are stored. */
export const postTraces: RouteHandler = (request, services) =>
  takeExport(request, services, async (body, encoding) => {
    const isJson = encoding === "json";
    const spans = isJson
      ? decodeJson(await services.turns.run(splitJson(body)))
      : decodeProtobuf(body);
    const rejections = await ingestSpans(services, {
      projectId: request.project.id,
      spans,
      sizeBytes: body.length,
    });
    services.metrics.spansRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedSpans");
  });

/** `POST /opentelemetry/v1/logs`. Answers when the messages among the logs are stored. */
export const postLogs: RouteHandler = (request, services) =>
  takeExport(request, services, async (body, encoding) => {
    const isJson = encoding === "json";
    const records = isJson
      ? decodeJsonLogs(await services.turns.run(splitJson(body)))
      : decodeProtobufLogs(body);
    const rejections = await ingestLogs(services, { projectId: request.project.id, records });
    services.metrics.logsRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedLogRecords");
  });

/** `POST /opentelemetry/v1/metrics`. Keeps nothing, and says so. */
export const postMetrics: RouteHandler = (request, services) =>
  takeExport(request, services, async (body, encoding) => {
    const counts =
      encoding === "json"
        ? countJsonDataPoints(await services.turns.run(splitJson(body)))
        : countProtobufDataPoints(body);
    const rejections = await rejectMetrics(services.turns, counts);
    services.metrics.dataPointsRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedDataPoints");
  });

type Encoding = "json" | "protobuf";

/** Of a body whose sender does not say how long it is. */
const assumedBytes = 1_000_000;

/** The body counts against the budget of what is being read until it was worked off. */
async function takeExport(
  { raw, readBody }: RouteRequest,
  { options, requestBytes, memory }: Services,
  take: (body: Uint8Array, encoding: Encoding) => Promise<Response>,
): Promise<Response> {
  const encoding = encodingOf(raw.headers.get("content-type"));
  const { maxBodyBytes } = options.limits;
  const sentBytes = Number(raw.headers.get("content-length") ?? assumedBytes);
  using _reading = requestBytes.reserve(Math.min(sentBytes, maxBodyBytes));
  const body = await readBody(memory);
  using _body = { [Symbol.dispose]: () => memory.giveBack(body) };
  using _decoding = requestBytes.reserve(Math.max(0, body.length - sentBytes));
  return await take(body, encoding);
}

function encodingOf(contentType: string | null): Encoding {
  if (mediaTypeOf(contentType) === "application/json") return "json";
  if (isProtobuf(contentType)) return "protobuf";
  throw new HttpError(
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    `Expected \`content-type\` to be application/x-protobuf or application/json, got \`${contentType ?? "none"}\`. ` +
      "Use an OTLP/HTTP exporter.",
  );
}

export function isProtobuf(contentType: string | null): boolean {
  return /^application\/(x-)?protobuf$/.test(mediaTypeOf(contentType));
}

function mediaTypeOf(contentType: string | null): string {
  return contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Of what was not taken the exporter learns how much it was and the first reason. */
function toAnswer(
  encoding: Encoding,
  rejections: Rejections,
  countName: "rejectedSpans" | "rejectedLogRecords" | "rejectedDataPoints",
): Response {
  if (encoding === "protobuf") {
    const headers = { "content-type": "application/x-protobuf" };
    return new Response(encodeExportAnswer(rejections), { headers });
  }
  const { count, firstReason } = rejections;
  const partialSuccess = count === 0 ? {} : { [countName]: count, errorMessage: firstReason };
  return Response.json({ partialSuccess });
}
