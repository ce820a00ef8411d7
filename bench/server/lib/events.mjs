import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";

/** Spans like those of a real application: 2.6 KB of JSON in the store each, 20 to a session, the same for every seed. */
const words =
  "the customer asked about an invoice that was sent twice and wants to know why the amount differs from what the contract says so the agent looked up both documents compared the line items found the missing discount and wrote an answer".split(
    " ",
  );
const models = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-pro"];
const names = ["plan", "retrieve", "rerank", "chat", "tool-call", "summarise", "check", "answer"];
export const eventsPerSession = 20;
const spread = 24 * 3600 * 1000;

export function makeSpans(first, count) {
  return Array.from({ length: count }, (_, index) => makeSpan(first + index));
}

export function sessionIdOf(index) {
  return uuid(Math.floor(index / eventsPerSession), "5e55");
}

function makeSpan(index) {
  const random = mulberry(index + 1);
  const session = sessionIdOf(index);
  const position = index % eventsPerSession;
  const startMs = startOf(session) + position * 150;
  const durationMs = 20 + random() * 2000;
  const isModel = position % 3 === 1;
  const messages = [
    { role: "system", content: sentence(random, 30) },
    { role: "user", content: sentence(random, 60 + random() * 120) },
  ];
  return {
    traceId: session.replaceAll("-", ""),
    spanId: (position + 1).toString(16).padStart(16, "0"),
    ...(position === 0 ? {} : { parentSpanId: "0000000000000001" }),
    name: names[position % names.length],
    kind: 1,
    startTimeUnixNano: `${Math.round(startMs)}000000`,
    endTimeUnixNano: `${Math.round(startMs + durationMs)}000000`,
    attributes: [
      text("honeyhive.session_id", session),
      text("honeyhive_event_type", isModel ? "model" : "tool"),
      text("honeyhive_inputs.messages", JSON.stringify(messages)),
      text("honeyhive_outputs.content", sentence(random, 80 + random() * 80)),
      text("honeyhive_config.model", models[Math.floor(random() * models.length)]),
      text("honeyhive_config.provider", "openai"),
      text("honeyhive_metadata.tenant", `tenant-${Math.floor(random() * 500)}`),
      text("honeyhive_metadata.release", `7.${Math.floor(random() * 20)}`),
      text("honeyhive_metadata.region", random() < 0.5 ? "eu" : "us"),
      {
        key: "honeyhive_metadata.prompt_tokens",
        value: { intValue: String(Math.floor(random() * 900)) },
      },
      {
        key: "honeyhive_metadata.completion_tokens",
        value: { intValue: String(Math.floor(random() * 300)) },
      },
      { key: "honeyhive_metrics.relevance", value: { doubleValue: random() } },
    ],
    status: random() < 0.01 ? { code: 2, message: "the tool did not answer" } : { code: 1 },
  };
}

/** The same spans with texts as models write them: one character beyond Latin-1 makes all of a text dearer. */
export function withTypography(spans) {
  const write = (text) =>
    text.replaceAll("customer", "customer’s “order”").replaceAll("invoice", "invoice — 🙂");
  return spans.map((span) => ({
    ...span,
    attributes: span.attributes.map(({ key, value }) =>
      key.includes("puts.") ? text(key, write(value.stringValue)) : { key, value },
    ),
  }));
}

/** A request with the spans, in either encoding of OTLP. */
export function toBody(spans, encoding) {
  return encoding === "protobuf" ? toProtobuf(spans) : toJson(spans);
}

function toProtobuf(spans) {
  return ProtobufTraceSerializer.serializeRequest(
    spans.map((span) => ({
      ...span,
      spanContext: () => ({ traceId: span.traceId, spanId: span.spanId, traceFlags: 1 }),
      ...(span.parentSpanId === undefined
        ? {}
        : { parentSpanContext: { traceId: span.traceId, spanId: span.parentSpanId } }),
      kind: 0,
      startTime: toHrTime(span.startTimeUnixNano),
      endTime: toHrTime(span.endTimeUnixNano),
      attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, plain(value)])),
      events: [],
      links: [],
      resource,
      instrumentationScope: scope,
    })),
  );
}
const resource = { attributes: {} };
const scope = { name: "bench" };

function toHrTime(nanoseconds) {
  return [Number(nanoseconds.slice(0, -9)), Number(nanoseconds.slice(-9))];
}

function plain({ stringValue, intValue, doubleValue }) {
  return stringValue ?? (intValue === undefined ? doubleValue : Number(intValue));
}

function toJson(spans) {
  return JSON.stringify({
    resourceSpans: [
      { resource: { attributes: [] }, scopeSpans: [{ scope: { name: "bench" }, spans }] },
    ],
  });
}

/** Sessions begin within the last day, each at its own moment. */
function startOf(session) {
  const share = Number.parseInt(session.slice(0, 8), 16) / 2 ** 32;
  return now - share * spread;
}
const now = Math.floor(Date.now() / 60_000) * 60_000;

function sentence(random, length) {
  const out = [];
  for (let count = 0; count < length; count++) out.push(words[Math.floor(random() * words.length)]);
  return out.join(" ");
}

function text(key, stringValue) {
  return { key, value: { stringValue } };
}

function uuid(number, salt) {
  const random = mulberry(number * 2 + 1);
  const hex = Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join("");
  const low = number.toString(16).padStart(8, "0");
  return `${hex.slice(0, 8)}-${salt}-4${hex.slice(8, 11)}-8${hex.slice(11, 14)}-${hex.slice(14, 18)}${low}`;
}

function mulberry(seed) {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
