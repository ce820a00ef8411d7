import { HttpError } from "../http-error.js";
import { decodeJson } from "../ingest/decode/json.js";
import { decodeProtobuf } from "../ingest/decode/protobuf.js";
import { ingestSpans } from "../ingest/ingest-spans.js";
import { protobufAnswer } from "./otlp-protobuf-answer.js";
import { readBody } from "./read-body.js";
import type { RouteHandler } from "./route-handler.js";

/** Of a body whose sender does not say how long it is. */
const assumedBytes = 1_000_000;

/** `POST /opentelemetry/v1/traces`. Answers when the spans are stored. */
export const postTraces: RouteHandler = async ({ raw, project }, services) => {
  const encoding = encodingOf(raw.headers.get("content-type"));
  const { maxBodyBytes } = services.options.limits;
  const sentBytes = Number(raw.headers.get("content-length") ?? assumedBytes);
  using _reading = services.requestBytes.reserve(Math.min(sentBytes, maxBodyBytes));
  const body = await readBody(raw, maxBodyBytes);
  using _decoding = services.requestBytes.reserve(Math.max(0, body.length - sentBytes));
  const spans = encoding === "json" ? decodeJson(body) : decodeProtobuf(body);
  const rejections = await ingestSpans(services, project.id, spans);
  services.metrics.spansRejected(rejections.length);
  return encoding === "json" ? jsonAnswer(rejections) : protobufAnswer(rejections);
};

function encodingOf(contentType: string | null): "json" | "protobuf" {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/json") return "json";
  if (mediaType === "application/x-protobuf" || mediaType === "application/protobuf") {
    return "protobuf";
  }
  throw new HttpError(
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    `Expected \`content-type\` to be application/x-protobuf or application/json, got \`${contentType ?? "none"}\`. ` +
      "Use an OTLP/HTTP exporter.",
  );
}

function jsonAnswer(rejections: readonly string[]): Response {
  if (rejections.length === 0) return Response.json({ partialSuccess: {} });
  return Response.json({
    partialSuccess: { rejectedSpans: rejections.length, errorMessage: rejections[0] },
  });
}
