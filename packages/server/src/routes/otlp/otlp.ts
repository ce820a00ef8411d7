import { HttpError } from "../../lib/http-error.js";
import { decodeJson } from "../../ingest/decode/json.js";
import { decodeJsonLogs } from "../../ingest/decode/json-logs.js";
import { countJsonDataPoints } from "../../ingest/decode/json-metrics.js";
import { decodeProtobuf } from "../../ingest/decode/protobuf.js";
import { decodeProtobufLogs } from "../../ingest/decode/protobuf-logs.js";
import { countProtobufDataPoints } from "../../ingest/decode/protobuf-metrics.js";
import { splitJson } from "../../ingest/decode/split-json.js";
import { encodeExportAnswer } from "../../ingest/encode-export-answer.js";
import { ingestLogs } from "../../ingest/ingest-logs.js";
import { ingestSpans } from "../../ingest/ingest-spans.js";
import { rejectMetrics } from "../../ingest/reject-metrics.js";
import type { Rejections } from "../../ingest/rejections.js";
import { LentBytes } from "../../lib/lent-bytes.js";
import type { Services } from "../../services.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";

/** `POST /opentelemetry/v1/traces`. Answers when the spans are stored. */
export const postTraces: RouteHandler = (request, services) =>
  takeExport(request, services, async (body, encoding) => {
    const { bytes } = body;
    const isJson = encoding === "json";
    const spans = isJson
      ? decodeJson(await services.turns.run(splitJson(bytes)))
      : decodeProtobuf(bytes);
    const rejections = await ingestSpans(services, {
      projectId: request.project.id,
      spans,
      sizeBytes: bytes.length,
      // The next body may have the memory while these spans are stored.
      onRead: () => body[Symbol.dispose](),
    });
    services.metrics.spansRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedSpans");
  });

/** `POST /opentelemetry/v1/logs`. Answers when the messages among the logs are stored. */
export const postLogs: RouteHandler = (request, services) =>
  takeExport(request, services, async ({ bytes }, encoding) => {
    const isJson = encoding === "json";
    const records = isJson
      ? decodeJsonLogs(await services.turns.run(splitJson(bytes)))
      : decodeProtobufLogs(bytes);
    const rejections = await ingestLogs(services, { projectId: request.project.id, records });
    services.metrics.logsRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedLogRecords");
  });

/** `POST /opentelemetry/v1/metrics`. Keeps nothing, and says so. */
export const postMetrics: RouteHandler = (request, services) =>
  takeExport(request, services, async ({ bytes }, encoding) => {
    const counts =
      encoding === "json"
        ? countJsonDataPoints(await services.turns.run(splitJson(bytes)))
        : countProtobufDataPoints(bytes);
    const rejections = await rejectMetrics(services.turns, counts);
    services.metrics.dataPointsRejected(rejections.count);
    return toAnswer(encoding, rejections, "rejectedDataPoints");
  });

type Encoding = "json" | "protobuf";

async function takeExport(
  { raw, readBody }: RouteRequest,
  { memory }: Services,
  take: (body: LentBytes, encoding: Encoding) => Promise<Response>,
): Promise<Response> {
  const encoding = encodingOf(raw.headers.get("content-type"));
  using body = new LentBytes(await readBody(memory), memory);
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

/** Of what was not taken, or not as it came, the exporter learns how much was lost and the first reason. */
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
  const isAll = firstReason === "";
  return Response.json({
    partialSuccess: isAll ? {} : { [countName]: count, errorMessage: firstReason },
  });
}
