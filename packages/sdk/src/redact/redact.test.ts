import { startCollector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import type { HoneyHiveError } from "../lib/errors.js";
import type { Redact, RedactablePayload } from "./redact.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const secret = "4111-1111";

/** Everything that can carry a secret does. */
async function sendSecrets(redact: Redact) {
  await using collector = await startCollector();
  const errors: HoneyHiveError[] = [];
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    inputs: { secret },
    metadata: { secret },
    userProperties: { secret },
    redact,
    onError: (error) => errors.push(error),
  });
  tracer.trace(function pay(_card: string) {
    tracer.enrichSpan({ metadata: { secret } });
    return secret;
  }, secret);
  try {
    tracer.trace(function fail() {
      throw new Error(`declined: ${secret}`);
    });
  } catch {
    // The host's affair.
  }
  const { span: charge } = tracer.startSpan(`charge ${secret}`);
  charge.addLink({ context: charge.spanContext(), attributes: { secret } }).end();
  await tracer.enrichSession({ metadata: { secret }, feedback: { secret } });
  tracer.createEvent("recorded", { inputs: { secret }, outputs: secret });
  await tracer.shutdown();
  const { sessionId } = tracer;
  return {
    sent: JSON.stringify(collector.requests.map(({ body }) => body)),
    spans: [...collector.spans],
    requests: [...collector.requests],
    diagnostics: tracer.diagnostics(),
    errors,
    sessionId,
  };
}

const mask = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value).replaceAll(secret, "***")) as Value;

describe("a redaction hook", () => {
  it("sees everything before it is queued", async () => {
    const types = new Set<string>();
    const { sent, spans, sessionId } = await sendSecrets((payload) => {
      types.add(payload.type);
      return mask(payload);
    });
    expect(sent).not.toContain(secret);
    expect([...types].toSorted()).toEqual(["event", "session", "span", "update"]);
    expect(spans.map(({ name }) => name)).toEqual(["pay", "fail", "charge ***"]);
    expect(spans[0]?.attributes).toMatchObject({
      "honeyhive_outputs.result": "***",
      "honeyhive.session_id": sessionId,
    });
    expect(spans[1]?.attributes["honeyhive_error"]).toContain("declined: ***");
    expect(spans[2]?.links[0]?.attributes).toEqual({ secret: "***" });
  });

  it("that makes payloads of its own lets through what it puts into them", async () => {
    const { sent, spans, diagnostics } = await sendSecrets(((payload) =>
      payload.type === "span"
        ? { type: "span", name: "span", attributes: {}, events: [], statusMessage: undefined }
        : { type: payload.type, fields: {} }) as Redact);
    expect(sent).not.toContain(secret);
    expect(spans[2]?.links).toHaveLength(1);
    expect(diagnostics.redactionFailures).toBe(0);
  });

  it("may change what it is given without changing the program's values", async () => {
    await using tracer = new HoneyHiveTracer({
      testMode: true,
      redact: (payload) => {
        if (payload.type === "update") (payload.fields["metadata"] as { a: number }).a = 2;
        return payload;
      },
    });
    const metadata = { a: 1 };
    await tracer.enrichSession({ metadata });
    expect(metadata).toEqual({ a: 1 });
  });

  it.each<[string, Redact]>([
    [
      "throws",
      () => {
        throw new Error("no rules");
      },
    ],
    ["gives nothing", () => undefined as never],
    ["gives a promise", async (payload: RedactablePayload) => payload] as unknown as [
      string,
      Redact,
    ],
    ["loses the body", ({ type }) => ({ type }) as never],
  ])("that %s lets nothing out but the shape of the trace", async (_what, redact) => {
    const { sent, spans, diagnostics, errors, requests, sessionId } = await sendSecrets(redact);
    expect(sent).not.toContain(secret);
    expect(spans).toHaveLength(3);
    expect(spans[0]?.name).toBe("[withheld: redact failed]");
    expect(spans[0]?.attributes).toMatchObject({
      "honeyhive_metadata.redaction": "[withheld: redact failed]",
      honeyhive_event_type: "chain",
      "honeyhive.session_id": sessionId,
    });
    expect(diagnostics.redactionFailures).toBe(6);
    expect(errors.map(({ code }) => code)).toEqual(Array(6).fill("REDACTION_FAILED"));
    const update = requests.find(({ method }) => method === "PUT");
    expect(update?.body).toEqual({
      event_id: sessionId,
      metadata: { redaction: "[withheld: redact failed]" },
    });
  });
});
