import { makeRandom, type Random } from "@honeyhive/testing";
import { describe, expect, test } from "vitest";

import { toEventTexts } from "../../store/event-row.js";
import { damageBytes, damageJson } from "../../testing/damage.js";
import { encodeOfficially, type EncodedRequest } from "../../testing/encode-officially.js";
import { randomSpans } from "../../testing/random-spans.js";
import { MalformedOtlpError } from "../malformed-otlp-error.js";
import { mapSpan } from "../../mapping/map-span.js";
import type { DecodedSpan } from "../../mapping/span-record.js";
import { decodeJson } from "./json.js";
import { splitJsonNow } from "./split-json.js";
import { decodeJsonLogs } from "./json-logs.js";
import { countJsonDataPoints } from "./json-metrics.js";
import { countProtobufDataPoints } from "./protobuf-metrics.js";
import { decodeProtobuf } from "./protobuf.js";
import { decodeProtobufLogs } from "./protobuf-logs.js";

/** `FUZZ_CASES=10000000 FUZZ_SEED=7 npx vitest run --project unit fuzz` looks longer and elsewhere. */
const cases = Number(process.env["FUZZ_CASES"] ?? 100_000);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const timeoutMs = 60_000 + cases;

/** So many times the bytes of its body may an event take: a few bytes must not become many. */
const maxGrowth = 40;
const sampleCount = 50;

describe(`damaged requests (${cases} cases, seed ${seed})`, () => {
  test("in protobuf are read or refused", { timeout: timeoutMs }, async () => {
    const random = makeRandom(seed);
    const samples = (await takeSamples(random)).map(({ protobuf }) => protobuf);
    const outcomes = { read: 0, refused: 0 };
    for (let index = 0; index < cases * 0.45; index++) {
      const body = damageBytes(random, samples[index % sampleCount] ?? new Uint8Array());
      outcomes[attempt(() => consume(decodeProtobuf(body), body))] += 1;
      if (index % 10 !== 0) continue;
      attempt(() => [...decodeProtobufLogs(body)].length);
      attempt(() => [...countProtobufDataPoints(body)].length);
    }
    // Damage that is always noticed, or never, would test nothing.
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(cases * 0.05);
  });

  test("in JSON are read or refused", { timeout: timeoutMs }, async () => {
    const random = makeRandom(seed + 1);
    const samples = (await takeSamples(random)).map(
      ({ json }) => JSON.parse(Buffer.from(json).toString()) as unknown,
    );
    const outcomes = { read: 0, refused: 0 };
    for (let index = 0; index < cases * 0.45; index++) {
      const body = damageJson(random, samples[index % sampleCount]);
      outcomes[attempt(() => consume(decodeJson(splitJsonNow(body)), body))] += 1;
      if (index % 10 !== 0) continue;
      attempt(() => [...decodeJsonLogs(splitJsonNow(body))].length);
      attempt(() => [...countJsonDataPoints(splitJsonNow(body))].length);
    }
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(cases * 0.05);
  });

  test("of arbitrary bytes are read or refused", { timeout: timeoutMs }, () => {
    const random = makeRandom(seed + 2);
    for (let index = 0; index < cases * 0.1; index++) {
      const body = Uint8Array.from({ length: random.below(60) }, () => random.below(256));
      attempt(() => consume(decodeProtobuf(body), body));
      attempt(() => consume(decodeJson(splitJsonNow(body)), body));
    }
  });
});

function takeSamples(random: Random): Promise<EncodedRequest[]> {
  return encodeOfficially(Array.from({ length: sampleCount }, () => randomSpans(random, 1)));
}

/** Maps and encodes whatever could be read; that never fails. */
function consume(decoded: Iterable<DecodedSpan>, body: Uint8Array): void {
  for (const outcome of decoded) {
    if (outcome.kind === "invalid") continue;
    const line = toEventTexts(mapSpan(outcome.span, "project").event, 0).join("\t");
    const lineBytes = Buffer.byteLength(line);
    if (lineBytes <= 2000 + maxGrowth * body.length) continue;
    throw new Error(`${body.length} bytes became ${lineBytes}.`);
  }
}

function attempt(read: () => void): "read" | "refused" {
  try {
    read();
    return "read";
  } catch (error) {
    if (error instanceof MalformedOtlpError) return "refused";
    throw error;
  }
}
