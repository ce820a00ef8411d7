import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { sendSpans, type SeedSpan } from "./otlp.js";
import { saveRows } from "./save-rows.js";
import { bucket, span } from "./seed.js";

let app: App;
const sessionId = "0000cccc-0000-4000-8000-000000000001";

beforeAll(async () => {
  app = await openApp();
  const startMs = Date.now() - 60_000;
  await sendSpans(app, [
    {
      traceId: sessionId.replaceAll("-", ""),
      spanId: "a".repeat(16),
      name: "answerQuestion",
      startMs,
      endMs: startMs + 900,
      attributes: {
        ...span("chain", sessionId),
        ...bucket("inputs", { question: "Who wrote the first program?" }),
        ...bucket("outputs", { answer: "Ada Lovelace" }),
      },
    },
  ]);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

test("lists what went in and came out of a session that only its spans tell of, and opens there", async () => {
  const page = await app.open("/sessions");
  const row = page.getByRole("row").filter({ hasText: "Ada Lovelace" });
  await row.getByRole("link", { name: "answerQuestion" }).waitFor();
  expect(await row.textContent()).toContain("Who wrote the first program?");
  await row.click();
  await page.getByRole("heading", { name: "answerQuestion", level: 1 }).waitFor();
  const detail = page.getByRole("region", { name: "Selected span" });
  await detail.getByText("Ada Lovelace").waitFor();
  expect(app.complaints).toEqual([]);
});

test("leads to the spans where they alone say what a filter is about", async () => {
  const page = await app.open("/sessions?where=outputs.answer+contains+Lovelace");
  await page.getByRole("heading", { name: "No session matches" }).waitFor();
  await page.getByRole("button", { name: "Look among the spans" }).click();
  await page.getByRole("grid", { name: "All spans" }).getByText("Ada Lovelace").waitFor();
});

test("sorts the newest sessions by how long they took and by what they used, in the address and in files, too", async () => {
  const startMs = Date.now() - 30_000;
  const send = (name: string, digit: string, tookMs: number, tokens: number): Promise<void> => {
    const session = sessionId.replace(/1$/, digit);
    const traceId = session.replaceAll("-", "");
    const attributes = {
      ...span("model", session),
      ...bucket("metadata", { total_tokens: tokens }),
    };
    const spanId = digit.repeat(16);
    return sendSpans(app, [
      { traceId, spanId, name, startMs, endMs: startMs + tookMs, attributes },
    ]);
  };
  await send("short", "2", 300, 77);
  await send("long", "3", 5000, 12);
  const page = await app.open("/sessions");
  const names = page.getByRole("grid", { name: "Sessions" }).getByRole("link");
  await expect.poll(() => names.count()).toBe(3);
  await page.getByRole("button", { name: "Duration" }).click();
  await expect.poll(() => names.allTextContents()).toEqual(["long", "answerQuestion", "short"]);
  await page.getByRole("button", { name: "Duration" }).click();
  await expect.poll(() => names.allTextContents()).toEqual(["short", "answerQuestion", "long"]);
  const { text } = await saveRows(page, "JSON");
  const saved = JSON.parse(text) as readonly { readonly session: string }[];
  expect(saved.map(({ session }) => session)).toEqual(["short", "answerQuestion", "long"]);
  await page.getByRole("button", { name: "Tokens" }).click();
  await expect.poll(() => names.allTextContents()).toEqual(["short", "long", "answerQuestion"]);
  await page.reload();
  await expect.poll(() => names.allTextContents()).toEqual(["short", "long", "answerQuestion"]);
  expect(app.complaints).toEqual([]);
});

test("lists spans in the place of sessions, by type and filter, in files, too, and opens them in their trace", async () => {
  const session = sessionId.replace(/1$/, "7");
  const traceId = session.replaceAll("-", "");
  const startMs = Date.now() - 20_000;
  const parentSpanId = "7".repeat(16);
  const call = (spanId: string, model: string, tookMs: number): SeedSpan => ({
    traceId,
    spanId,
    name: "openai.chat",
    startMs,
    endMs: startMs + tookMs,
    attributes: {
      ...span("model", session),
      ...bucket("config", { model }),
      ...bucket("outputs", { content: `said ${model}` }),
    },
  });
  await sendSpans(app, [
    {
      ...call(parentSpanId, "none", 900),
      name: "agent",
      attributes: { ...span("chain", session), ...bucket("inputs", { question: "Which?" }) },
    },
    { ...call("8".repeat(16), "gpt-5", 100), parentSpanId },
    { ...call("9".repeat(16), "gpt-5-mini", 700), parentSpanId },
    {
      ...call("6".repeat(16), "none", 50),
      parentSpanId,
      name: "look up",
      error: "TimeoutError: atlas",
      attributes: span("tool", session),
    },
  ]);
  const page = await app.open("/sessions");
  const list = page.getByLabel("List");
  await list.selectOption("Model calls");
  const calls = page.getByRole("grid", { name: "Model calls" });
  await calls.getByText("said gpt-5-mini").waitFor();
  await page.goto(`${page.url()}&where=config.model+contains+gpt-5&sort=-duration`);
  await expect
    .poll(async () => (await calls.getByRole("row").allTextContents()).slice(1))
    .toEqual([expect.stringContaining("gpt-5-mini"), expect.stringContaining("said gpt-5")]);
  const saved = JSON.parse((await saveRows(page, "JSON")).text) as readonly object[];
  expect(saved).toMatchObject([
    { span: "openai.chat", session_id: session, type: "model", model: "gpt-5-mini" },
    { span: "openai.chat", session_id: session, type: "model", model: "gpt-5" },
  ]);
  await calls.press("Enter");
  await page.getByRole("region", { name: "Selected span" }).getByText("said gpt-5-mini").waitFor();

  await page.goto(`${app.url}/sessions?kind=span&state=failed`);
  const spans = page.getByRole("grid", { name: "All spans" });
  await spans.getByText("TimeoutError: atlas").waitFor();
  // What the session's first span says is not what this one says.
  expect(await spans.getByText("Which?").count()).toBe(0);
  await page.getByLabel("List").selectOption("Chains");
  await page.getByText("No chain matches").waitFor();
  expect(app.complaints).toEqual([]);
});
