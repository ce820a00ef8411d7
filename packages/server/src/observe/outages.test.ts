import { startClickHouse } from "@honeyhive/testing";
import { expect, onTestFinished, test, vi } from "vitest";

import { startFailingProxy } from "../testing/failing-proxy.js";
import { startTestServer } from "../testing/test-server.js";
import { until } from "../testing/until.js";
import { createLogger } from "./logger.js";
import { OutageLog } from "./outage-log.js";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly seconds?: number;
  readonly refusedRequests?: number;
  readonly error?: unknown;
}

function openLogger() {
  const lines: Line[] = [];
  const write = (text: string): unknown => lines.push(JSON.parse(text) as Line);
  return { lines, logger: createLogger({ level: "warn", format: "json", output: { write } }) };
}

test("says once that the store is away and once that it is back, without stacks", async () => {
  await using clickhouse = await startClickHouse();
  await using proxy = await startFailingProxy(clickhouse.nodes[0]?.host ?? "");
  const { lines, logger } = openLogger();
  await using server = await startTestServer({
    store: `clickhouse://${proxy.host}/default`,
    logger,
  });
  const project = server.newProject();
  const ask = async (): Promise<number> => (await project.send("GET", "/v1/runs")).status;
  expect(await ask()).toBe(200);
  proxy.replace(502);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([503, 503, 503]);
  expect((await fetch(`${server.url}/ready`)).status).toBe(503);
  expect(lines).toMatchObject([
    { level: "error", message: expect.stringContaining("STORE_UNAVAILABLE") as string },
  ]);
  proxy.restore();
  await until(() => Promise.resolve(lines.length > 1));
  expect(await ask()).toBe(200);
  expect(lines.slice(1)).toMatchObject([
    { message: "The store answers again.", refusedRequests: 3 },
  ]);
  expect(lines.filter(({ error }) => error !== undefined)).toEqual([]);
}, 60_000);

test("takes a store that comes and goes for one outage", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { lines, logger } = openLogger();
  let isOver = true;
  const texts = { beginning: "It is out.", end: "It is back." };
  const log = new OutageLog({ ...texts, logger, isOver: () => Promise.resolve(isOver) });
  const messages = (): string[] => lines.map(({ message }) => message);
  for (let round = 0; round < 10; round += 1) {
    log.refused("gone");
    await vi.advanceTimersByTimeAsync(3000);
  }
  isOver = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(messages()).toEqual(["It is out."]);
  isOver = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(messages()).toEqual(["It is out.", "It is back."]);
  expect(lines[1]).toMatchObject({ level: "warn", seconds: 91, refusedRequests: 10 });
  log.refused("gone again");
  expect(messages()).toEqual(["It is out.", "It is back.", "It is out."]);
  log.close();
});

test("says once that clients send too much, however many requests are refused, and counts them", async () => {
  const { lines, logger } = openLogger();
  await using server = await startTestServer({ logger, limits: { maxRequestsPerSecond: 1 } });
  const project = server.newProject();
  const asks = Array.from({ length: 30 }, () => project.send("GET", "/v1/runs"));
  const statuses = (await Promise.all(asks)).map(({ status }) => status);
  const refusedRequests = statuses.filter((status) => status === 429).length;
  expect(refusedRequests).toBeGreaterThan(10);
  expect(lines).toMatchObject([
    {
      level: "warn",
      message: "A client sends more requests than its limit: they are answered with 429.",
      path: "/v1/runs",
      reason: expect.stringMatching(/requests a second for the key `\w+`/) as string,
    },
  ]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain(
    `honeyhive_refused_requests_total{code="RATE_LIMITED"} ${refusedRequests}\n`,
  );
  await until(() => Promise.resolve(lines.length > 1));
  expect(lines.slice(1)).toMatchObject([
    {
      level: "warn",
      message: "No client sends more requests than its limit any more.",
      refusedRequests,
    },
  ]);
}, 30_000);
