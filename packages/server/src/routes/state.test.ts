import { afterAll, describe, expect, test } from "vitest";

import { createLogger, type ServerLogger } from "../observe/logger.js";
import { otlpJson } from "../testing/otlp-json.js";
import { startTestServer } from "../testing/test-server.js";
import { version } from "../version.js";

const lines: string[] = [];
const logger: ServerLogger = createLogger({
  level: "info",
  format: "json",
  output: { write: (text: string) => lines.push(text) },
});
const server = await startTestServer({ logger });
afterAll(() => server[Symbol.asyncDispose]());

async function metrics(): Promise<Map<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

describe("what runs here", () => {
  test("is told with its version and that of the tables", async () => {
    expect(await (await fetch(`${server.url}/about`)).json()).toEqual({
      name: "honeyhive",
      version,
      schema_version: expect.any(Number) as number,
      store: "chdb",
      node: process.version,
    });
  });

  test("takes requests when its store does", async () => {
    const response = await fetch(`${server.url}/ready`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: "ok", version, store: { engine: "chdb", ready: true } },
    ]);
  });
});

describe("metrics", () => {
  test("count events, refusals and requests by the pattern of their route", async () => {
    const project = server.newProject();
    const before = await metrics();
    const spans = [{ spanId: "00000000000000a1" }, { spanId: "nonsense" }];
    await project.send("POST", "/v1/traces", otlpJson(spans));
    await project.send("GET", "/v1/events/some-id");
    await fetch(`${server.url}/v1/runs`);
    const after = await metrics();
    const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    // The session that came with the span is an event, too.
    expect(grown("honeyhive_ingest_events_total")).toBe(2);
    expect(grown("honeyhive_ingest_bytes_total")).toBeGreaterThan(200);
    expect(grown("honeyhive_ingest_rejected_spans_total")).toBe(1);
    const requests = (labels: string): number => grown(`honeyhive_http_requests_total{${labels}}`);
    expect(requests('method="POST",route="/v1/traces",status="200"')).toBe(1);
    expect(requests('method="GET",route="/v1/events/:event_id",status="404"')).toBe(1);
    expect(requests('method="GET",route="/v1/runs",status="401"')).toBe(1);
    expect(grown('honeyhive_store_seconds_count{operation="insert"}')).toBeGreaterThan(0);
  });

  test("tell of the process, the queue and the store", async () => {
    const now = await metrics();
    expect(now.get("honeyhive_process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(now.get("honeyhive_process_cpu_seconds")).toBeGreaterThan(0);
    expect(now.get('honeyhive_event_loop_delay_seconds{statistic="p99"}')).toBeLessThan(60);
    expect(now.get("honeyhive_queue_bytes")).toBe(0);
    expect(now.get("honeyhive_reading_bytes")).toBe(0);
    expect(now.get("honeyhive_store_ready")).toBe(1);
  });

  test("are OpenMetrics: typed, described, and ended", async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get("content-type")).toContain("application/openmetrics-text");
    const text = await response.text();
    expect(text).toMatch(/# TYPE honeyhive_http_requests counter\n/);
    expect(text.endsWith("# EOF\n")).toBe(true);
    // Counters are there before they count anything.
    expect((await metrics()).get("honeyhive_store_host_restarts_total")).toBe(0);
  });

  test("are text that browsers show", async () => {
    const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
    const response = await fetch(`${server.url}/metrics`, { headers });
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toContain("\nhoneyhive_store_ready 1\n");
  });

  test("ask for their token where there is one", async () => {
    await using closed = await startTestServer({ metricsToken: "let-me-see" });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${closed.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: "Bearer other" })).toBe(401);
    expect(await status({ authorization: "Bearer let-me-see" })).toBe(200);
  });
});

describe("the log", () => {
  test("has a line for each request under the id that its answer names", async () => {
    const project = server.newProject();
    const given = await project.send("GET", "/v1/runs", undefined, { "x-request-id": "proxy-7" });
    const made = await project.send("GET", "/v1/runs", undefined, { "x-request-id": "no id\t" });
    expect(given.headers.get("x-request-id")).toBe("proxy-7");
    const requestId = made.headers.get("x-request-id") ?? "";
    expect(requestId).toMatch(/^[\w-]{36}$/);
    const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(written.find((line) => line["requestId"] === requestId)).toMatchObject({
      level: "info",
      method: "GET",
      path: "/v1/runs",
      status: 200,
    });
    expect(lines.join("")).not.toContain(project.apiKey);
  });
});
