import { createClient } from "@honeyhive/contract";
import { afterAll, beforeAll, expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { openApp, type App } from "./open-app.js";
import { seedRun, sessionIdOf } from "./seed.js";

let app: App;

beforeAll(async () => {
  app = await openApp();
  await seedRun(app, candidate);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

test("keeps what a person thinks of a span, and their answers to what the project asks", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const human = { type: "HUMAN", criteria: "How helpful is it?" } as const;
  await call("createMetric", {
    body: { ...human, name: "helpful", return_type: "float", scale: 5 },
  });
  const sessionId = sessionIdOf(candidate.runId, 2);
  const page = await app.open(`/sessions/${sessionId}`);
  await page.getByRole("treeitem", { name: "answerQuestion" }).click();
  await page.getByRole("button", { name: "Review" }).click();
  const form = page.getByRole("form", { name: "Review" });
  await form.getByRole("group", { name: "This is" }).getByText("bad").click();
  await form.getByRole("group", { name: "helpful: How helpful is it?" }).getByText("2").click();
  await form.getByLabel("Comment").fill("That is no city.");
  await form.getByRole("button", { name: "Save" }).click();

  const detail = page.getByRole("region", { name: "Selected span" });
  await detail.getByText("✗ bad").waitFor();
  expect(await detail.getByRole("group", { name: "Metrics" }).textContent()).toContain("helpful2");
  const { children } = await call("getSession", { params: { session_id: sessionId } });
  expect(children[0]?.feedback).toMatchObject({ is_good: false, comment: "That is no city." });
  expect(children[0]?.metrics).toMatchObject({ helpful: 2, correct: false });

  // Saying it again starts from what was said.
  await page.getByRole("button", { name: "Review" }).click();
  expect(await form.getByLabel("Comment").inputValue()).toBe("That is no city.");
  expect(await form.getByLabel("2").isChecked()).toBe(true);
  await form.getByLabel("Comment").press("Escape");
  await expect.poll(() => form.count()).toBe(0);
  expect(app.complaints).toEqual([]);
});

test("marks the sessions of which somebody said something", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const sessionId = sessionIdOf(candidate.runId, 4);
  await call("updateEvent", {
    params: { event_id: sessionId },
    body: { feedback: { is_good: true } },
  });
  const page = await app.open("/sessions");
  const rows = page.getByRole("grid", { name: "Sessions" }).getByRole("row");
  await rows.filter({ hasText: "Brazil" }).getByText("has feedback").waitFor();
  expect(await rows.getByText("has feedback").count()).toBe(1);
});
