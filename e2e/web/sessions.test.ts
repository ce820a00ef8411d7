import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { sendSpans } from "./otlp.js";
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
