import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { sendSpans } from "./otlp.js";
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
