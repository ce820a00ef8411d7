import { afterAll, beforeAll, expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { holdBack, openApp, sidewaysOverflow, type App } from "./open-app.js";
import { sendSpans } from "./otlp.js";
import { bucket, seedRun, span } from "./seed.js";

let app: App;

beforeAll(async () => {
  app = await openApp();
  await seedRun(app, candidate);
  // Two sessions of users: one of today that failed, one of three days ago.
  await Promise.all([
    sendAnswer({ place: 1, startMs: Date.now() - 2_000, error: "RateLimitError: 429" }),
    sendAnswer({ place: 2, startMs: Date.now() - 3 * 86_400_000 }),
  ]);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

async function sendAnswer(answer: {
  readonly place: number;
  readonly startMs: number;
  readonly error?: string;
}): Promise<void> {
  const sessionId = `0e0e0e0e-0000-4000-8000-00000000000${answer.place}`;
  await sendSpans(app, [
    {
      traceId: sessionId.replaceAll("-", ""),
      spanId: `0e0e0e0e0000000${answer.place}`,
      name: "openai.chat",
      startMs: answer.startMs,
      endMs: answer.startMs + 800,
      ...(answer.error === undefined ? {} : { error: answer.error }),
      attributes: {
        ...span("model", sessionId),
        ...bucket("config", { model: "gpt-5" }),
        ...bucket("metadata", { total_tokens: 1_000, cost: 0.25 }),
        ...bucket("metrics", { grounded: 0.75 }),
      },
    },
  ]);
}

test("shows how much, how fast and for how much, without the evaluations unless they are asked for", async () => {
  const page = await app.open("/monitor");
  const sessions = page.getByRole("region", { name: "Sessions", exact: true });
  const total = sessions.getByRole("heading").locator("+ span");
  // The last day, until more is asked for.
  await expect.poll(() => total.textContent()).toBe("1");
  await page.getByRole("button", { name: "7 days" }).click();
  await expect.poll(() => total.textContent()).toBe("2");
  const cost = page.getByRole("region", { name: "Cost by model" });
  await cost.getByText("$0.5", { exact: true }).first().waitFor();
  expect(await cost.getByRole("listitem").filter({ hasText: "gpt-5" }).count()).toBeGreaterThan(0);
  const chains = page.getByRole("region", { name: "Duration of chains, p95" });
  await chains.getByText("Nothing outside of evaluations").waitFor();
  await page.getByRole("button", { name: "With evaluations" }).click();
  await chains.getByRole("listitem").filter({ hasText: "answerQuestion1.40 s" }).waitFor();
  await sessions.getByText("11", { exact: true }).waitFor();
  const again = await app.open(page.url().slice(app.url.length));
  await again.getByRole("region", { name: "Sessions", exact: true }).getByText("11").waitFor();
});

test("keeps what a chart shows until what was asked for comes", async () => {
  const page = await app.open("/monitor?since=7d");
  const cost = page.getByRole("region", { name: "Cost by model" });
  await cost.getByText("$0.5", { exact: true }).first().waitFor();
  const answers = await holdBack(page, /metric=metadata\.cost/);
  await page.getByRole("button", { name: "24 hours" }).click();
  const busy = cost.and(page.locator("[aria-busy=true]"));
  await busy.waitFor();
  expect(await cost.getByText("$0.5", { exact: true }).count()).toBeGreaterThan(0);
  await answers.release();
  await cost.getByText("$0.25", { exact: true }).first().waitFor();
  expect(await busy.count()).toBe(0);
});

test("leads from a stretch of time to its sessions", async () => {
  const page = await app.open("/monitor");
  const failed = page.getByRole("region", { name: "Sessions with errors" });
  await failed.getByRole("link", { name: ": 1" }).click();
  await page.getByRole("status").filter({ hasText: "1 session" }).waitFor();
  const rows = page.getByRole("grid", { name: "Sessions" }).getByRole("row");
  expect(await rows.nth(1).textContent()).toContain("RateLimitError: 429");
});

test("leads from a stretch of time to its model calls, the most expensive first", async () => {
  const page = await app.open("/monitor");
  const cost = page.getByRole("region", { name: "Cost by model" });
  await cost.getByRole("link", { name: "gpt-5 $0.25" }).click();
  const calls = page.getByRole("grid", { name: "Model calls" });
  await calls.getByRole("link", { name: "openai.chat" }).click();
  await page.getByRole("treeitem", { name: "openai.chat", selected: true }).waitFor();
});

test("keeps a chart of a metric for everybody, until it is deleted", async () => {
  const page = await app.open("/monitor");
  await page.getByRole("button", { name: "Add chart" }).click();
  const dialog = page.getByRole("dialog", { name: "Add chart" });
  await dialog.getByLabel("A metric, or a field of events").fill("grounded");
  await dialog.getByLabel("For each (optional)").fill("config.model");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const other = await app.open("/monitor?since=7d");
  const chart = other.getByRole("region", { name: "average of grounded" });
  await chart.getByText("0.75").first().waitFor();
  await chart.getByRole("button", { name: "Delete the chart average of grounded" }).click();
  await expect.poll(() => chart.count()).toBe(0);
  expect(app.complaints).toEqual([]);
});

test("says what is wrong with a chart that nothing can be asked with", async () => {
  const page = await app.open("/monitor");
  await page.getByRole("button", { name: "Add chart" }).click();
  const dialog = page.getByRole("dialog", { name: "Add chart" });
  await dialog.getByLabel("A metric, or a field of events").fill("duration");
  await dialog.getByLabel("For each (optional)").fill("nonsense.of.it");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("alert").filter({ hasText: "groupBy" }).waitFor();
  const chart = page.getByRole("region", { name: "average of duration" });
  expect(await chart.count()).toBe(0);
  // Nothing that was filled in is lost, and nothing was kept.
  await dialog.getByLabel("For each (optional)").fill("event_name");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await chart.getByRole("button", { name: "Delete the chart" }).click();
  await expect.poll(() => chart.count()).toBe(0);
});

test("fits 320 px", async () => {
  const page = await app.open("/monitor", { width: 320, height: 640 });
  await page.getByRole("region", { name: "Cost by model" }).waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
});
