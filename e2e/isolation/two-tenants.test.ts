import type { Event } from "@honeyhive/contract";
import { startCollector, type CollectedSpan, type Collector } from "@honeyhive/testing";
import { trace as otel } from "@opentelemetry/api";
import { HoneyHiveTracer, trace } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";

const rounds = 200;

const library = otel.getTracer("shared-library");

/** Belongs to nobody: each call goes to the tenant in whose scope it happens. */
const shared = trace(async function shared(tenant: string) {
  await pause();
  library.startSpan("library", { attributes: { tenant } }).end();
  return tenant;
});

test("sends nothing of one tenant to the other's server when their calls nest", async () => {
  await using serverA = await startCollector();
  await using serverB = await startCollector();
  const a = await HoneyHiveTracer.init({ serverUrl: serverA.url, apiKey: "key-a" });
  const b = await HoneyHiveTracer.init({ serverUrl: serverB.url, apiKey: "key-b" });
  await Promise.all(Array.from({ length: rounds }, () => nest(a, b)));
  await a.shutdown();
  await b.shutdown();

  // outer, inner, shared and the library's span twice
  expect(serverA.spans).toHaveLength(rounds * 6);
  expect(serverB.spans).toHaveLength(rounds * 3);
  expectOnly(serverA, "a", "key-a");
  expectOnly(serverB, "b", "key-b");
  expect(sharedIds(serverA.spans, serverB.spans)).toEqual([]);
  expectOwnParents(serverA.spans);
  expectOwnParents(serverB.spans);
});

test("keeps two keys of one server in their projects", async () => {
  const [projectA, projectB] = [await obtainProject(), await obtainProject()];
  expect(projectA.url).toBe(projectB.url);
  const a = await HoneyHiveTracer.init({ serverUrl: projectA.url, apiKey: projectA.apiKey });
  const b = await HoneyHiveTracer.init({ serverUrl: projectB.url, apiKey: projectB.apiKey });
  await Promise.all(Array.from({ length: rounds }, () => nest(a, b)));
  expect((await a.flush(30_000)).isComplete).toBe(true);
  expect((await b.flush(30_000)).isComplete).toBe(true);
  await a.shutdown();
  await b.shutdown();
  const ofA = await exportAllEvents(projectA.client);
  const ofB = await exportAllEvents(projectB.client);
  expect(tenantsOf(ofA)).toEqual({ a: rounds * 6 });
  expect(tenantsOf(ofB)).toEqual({ b: rounds * 3 });
});

/** a → b → a again, with the shared function and the library's span in each. */
async function nest(a: HoneyHiveTracer, b: HoneyHiveTracer): Promise<void> {
  const innerOfA = a.traceChain(async function innerOfA(tenant: string) {
    await shared(tenant);
  });
  const outerOfB = b.traceChain(async function outerOfB(tenant: string) {
    await shared(tenant);
    await innerOfA("a");
  });
  const outerOfA = a.traceChain(async function outerOfA(tenant: string) {
    await shared(tenant);
    await outerOfB("b");
  });
  await outerOfA("a");
}

function expectOnly(server: Collector, tenant: string, key: string): void {
  const tenants = new Set(
    server.spans.map(
      (span) => span.attributes["honeyhive_inputs.tenant"] ?? span.attributes["tenant"],
    ),
  );
  expect([...tenants]).toEqual([tenant]);
  const keys = new Set(server.requests.map((request) => request.headers["authorization"]));
  expect([...keys]).toEqual([`Bearer ${key}`]);
}

/** Trace, span and session ids that both servers have seen. */
function sharedIds(left: readonly CollectedSpan[], right: readonly CollectedSpan[]): string[] {
  const idsOf = (spans: readonly CollectedSpan[]): Set<string> =>
    new Set(
      spans.flatMap((span) => [
        span.traceId,
        span.spanId,
        String(span.attributes["honeyhive.session_id"]),
        ...span.links.flatMap((link) => [link.traceId, link.spanId]),
      ]),
    );
  const ofRight = idsOf(right);
  return [...idsOf(left)].filter((id) => ofRight.has(id));
}

function expectOwnParents(spans: readonly CollectedSpan[]): void {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const strangers = spans.filter(
    (span) => span.parentSpanId && byId.get(span.parentSpanId)?.traceId !== span.traceId,
  );
  expect(strangers).toEqual([]);
  expect(spans.filter((span) => !span.parentSpanId)).toHaveLength(rounds);
  const parentNames = new Set(
    spans
      .filter((span) => span.name === "innerOfA")
      .map((span) => byId.get(span.parentSpanId ?? "")?.name),
  );
  expect([...parentNames].every((name) => name === "outerOfA")).toBe(true);
}

function tenantsOf(events: readonly Event[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    if (event.event_type === "session") continue;
    const tenant = String(event.inputs["tenant"] ?? event.metadata["tenant"]);
    counts[tenant] = (counts[tenant] ?? 0) + 1;
  }
  return counts;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
