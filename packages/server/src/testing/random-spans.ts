import type { JsonObject } from "@honeyhive/contract";
import type { Random } from "@honeyhive/testing";

type Time = readonly [seconds: number, nanoseconds: number];

interface Context {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A span as OpenTelemetry's SDK hands it to its exporters, but with a `context` in place of `spanContext()`. */
export interface ExportedSpan {
  readonly name: string;
  readonly kind: number;
  readonly context: Context;
  readonly parentSpanContext?: Context;
  readonly startTime: Time;
  readonly endTime: Time;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: JsonObject;
  readonly links: readonly { readonly context: Context; readonly attributes: JsonObject }[];
  readonly events: readonly {
    readonly name: string;
    readonly time: Time;
    readonly attributes: JsonObject;
  }[];
  readonly resource: { readonly attributes: JsonObject };
  readonly instrumentationScope: { readonly name: string; readonly version: string };
  readonly droppedAttributesCount: 0;
  readonly droppedEventsCount: 0;
  readonly droppedLinksCount: 0;
}

const texts = [
  "",
  "plain",
  "ünïcode 🐝 \u0000 \u2028",
  '{"json":[1,2]}',
  "x".repeat(60),
  "__proto__",
];
const keys = [
  "gen_ai.request.model",
  "llm.input_messages.0.message.content",
  "honeyhive_inputs.a.b",
  "honeyhive_metadata.__proto__",
  "",
  "a..b",
  "http.status_code",
];
const numbers = [0, -1, 1.5, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER, 1e300, -0.25];

/** Valid spans with everything in them that the protocol knows. */
export function randomSpans(random: Random, count: number): ExportedSpan[] {
  const resource = { attributes: randomAttributes(random) };
  return Array.from({ length: count }, () => randomSpan(random, resource));
}

function randomSpan(random: Random, resource: ExportedSpan["resource"]): ExportedSpan {
  const context = randomContext(random);
  const parent = random.chance(0.5) ? randomContext(random) : undefined;
  const startTime: Time = [1_700_000_000 + random.below(1e8), random.below(1e9)];
  const endTime: Time = [startTime[0] + random.below(100), startTime[1]];
  return {
    name: random.pick(texts),
    kind: random.below(5),
    context,
    ...(parent === undefined ? {} : { parentSpanContext: parent }),
    startTime,
    endTime,
    status: { code: random.below(3), message: random.pick(texts) },
    attributes: randomAttributes(random),
    links: randomList(random, () => ({
      context: randomContext(random),
      attributes: randomAttributes(random),
    })),
    events: randomList(random, () => ({
      name: random.pick(texts),
      time: startTime,
      attributes: randomAttributes(random),
    })),
    resource,
    instrumentationScope: { name: random.pick(texts), version: random.pick(texts) },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function randomContext(random: Random): Context {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.below(15) + 1)
      .map((digit) => digit.toString(16))
      .join("");
  return { traceId: hex(32), spanId: hex(16), traceFlags: 1 };
}

function randomAttributes(random: Random): JsonObject {
  const entries = randomList(random, () => [random.pick(keys), randomValue(random)] as const);
  return Object.fromEntries(entries);
}

function randomValue(random: Random): unknown {
  const kinds: readonly (() => unknown)[] = [
    () => random.pick(texts),
    () => random.pick(numbers),
    () => random.chance(0.5),
    () => randomList(random, () => random.pick(texts)),
    () => randomList(random, () => random.pick(numbers)),
  ];
  return random.pick(kinds)();
}

function randomList<Item>(random: Random, make: () => Item): Item[] {
  return Array.from({ length: random.below(4) }, make);
}
