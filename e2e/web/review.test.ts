import { createClient } from "@honeyhive/contract";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { holdBack } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp(candidate);

test("keeps what a person thinks of a span, and their answers to what the project asks", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const human = { type: "HUMAN", criteria: "How helpful is it?" } as const;
  await call("createMetric", {
    body: { ...human, name: "helpful", return_type: "float", scale: 5 },
  });
  const sessionId = sessionIdOf(candidate.runId, 2);
  const ofUser = { rating: 1, comment: "The user says: wrong!", is_good: true };
  const page = await app.open(`/sessions/${sessionId}`);
  await page.getByRole("treeitem", { name: "answerQuestion" }).click();
  await call("updateEvent", {
    params: { event_id: await openEvent(page) },
    body: { feedback: ofUser },
  });
  await page.reload();
  await page.getByText("The user says: wrong!").waitFor();
  await page.getByRole("button", { name: "Review", exact: true }).click();
  const form = page.getByRole("form", { name: "Review" });
  await form.getByRole("group", { name: "This is" }).getByText("bad").click();
  await form.getByRole("group", { name: "helpful: How helpful is it?" }).getByText("2").click();
  await form.getByLabel("Comment").fill("That is no city.");
  await form.getByRole("button", { name: "Save" }).click();

  const detail = page.getByRole("region", { name: "Selected span" });
  await detail.getByText("✗ bad").waitFor();
  expect(await detail.getByRole("group", { name: "Metrics" }).textContent()).toContain("helpful2");
  const { children } = await call("getSession", { params: { session_id: sessionId } });
  expect(children[0]?.feedback).toMatchObject({
    ...ofUser,
    review_is_good: false,
    review_comment: "That is no city.",
  });
  // Both stand there, and who said which.
  const sectionOf = (title: string): Promise<string | null> =>
    detail
      .locator("details")
      .filter({ has: page.locator("summary", { hasText: title }) })
      .textContent();
  expect(await sectionOf("Reviewed")).toContain("That is no city.");
  expect(await sectionOf("Feedback")).toContain("The user says: wrong!");
  expect(await sectionOf("Feedback")).not.toContain("That is no city.");
  expect(children[0]?.metrics).toMatchObject({ helpful: 2, correct: false });

  // Saying it again starts from what was said.
  await page.getByRole("button", { name: "Review", exact: true }).click();
  expect(await form.getByLabel("Comment").inputValue()).toBe("That is no city.");
  expect(await form.getByLabel("2").isChecked()).toBe(true);
  // What is emptied is taken back, and so is all of it at once.
  await form.getByLabel("Comment").fill("");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  const said = async (): Promise<unknown> => {
    const tree = await call("getSession", { params: { session_id: sessionId } });
    const [span] = tree.children;
    return [
      span?.feedback["review_is_good"],
      span?.feedback["review_comment"],
      span?.metrics["helpful"],
    ];
  };
  expect(await said()).toEqual([false, null, 2]);
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await form.getByRole("button", { name: "Clear review" }).click();
  await detail.getByText("✗ bad").waitFor({ state: "hidden" });
  expect(await said()).toEqual([null, null, null]);
  await page.getByRole("button", { name: "Review", exact: true }).click();
  expect(await form.getByRole("button", { name: "Clear review" }).count()).toBe(0);
  await form.getByLabel("Comment").press("Escape");
  await form.waitFor({ state: "hidden" });
  expect(app.complaints).toEqual([]);
});

test("shows which scores pass by the threshold of their metric, on the run and in the session", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const { metric_id } = await call("createMetric", {
    body: { name: "conciseness", type: "HUMAN", criteria: "?", threshold: { min: 0.86 } },
  });
  const params = { run_id: candidate.runId };
  const { metrics, passed } = await call("getRunResult", { params });
  const detail = metrics.details.find(({ metric_name }) => metric_name === "conciseness");
  const counts = detail && [detail.datapoints.passed.length, detail.datapoints.failed.length];
  expect(counts?.every((count) => count > 0)).toBe(true);
  const page = await app.open(`/runs/${candidate.runId}`);
  const card = page.getByRole("region", { name: "Metric conciseness" });
  const [good = 0, bad = 0] = counts ?? [];
  await card.getByText(`${good} of ${good + bad} pass`).waitFor();
  expect(await card.textContent()).toContain("0.86 or more");
  // What the client has decided stays.
  expect(passed.length).toBeGreaterThan(good);

  const failed = detail?.datapoints.failed ?? [];
  const index = candidate.cases.findIndex(({ datapointId }) => failed.includes(datapointId));
  await page.goto(`${app.url}/sessions/${sessionIdOf(candidate.runId, index)}`);
  const group = page.getByRole("group", { name: "Metrics" });
  await group.getByText(/^conciseness0\.\d+failed/).waitFor();
  await call("deleteMetric", { params: { metric_id } });
});

test("puts a span into a queue, from the span", async () => {
  const page = await app.open(`/sessions/${sessionIdOf(candidate.runId, 1)}`);
  await page.getByRole("treeitem", { name: "answerQuestion" }).click();
  const add = page.getByRole("button", { name: "Add to queue" });
  await add.click();
  const dialog = page.getByRole("dialog", { name: "Add to queue" });
  await dialog.getByLabel("Queue, or the name of a new one").fill("odd ones");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("The span is in odd ones, with 1 event.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await add.click();
  await dialog.getByText("Already in odd ones.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.goto(`${app.url}/queues`);
  await page.getByRole("row").filter({ hasText: "odd ones1" }).waitFor();
  await page.getByRole("button", { name: "Delete the queue odd ones" }).click();
  await page.getByRole("heading", { name: "No queues yet" }).waitFor();
});

test("works through a queue of the sessions that the filters keep", async () => {
  const page = await app.open("/queues");
  await page.getByRole("heading", { name: "No queues yet" }).waitFor();
  await page.goto(`${app.url}/sessions?state=failed`);
  await page.getByRole("status").filter({ hasText: "1 session" }).waitFor();
  const queueThese = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "Queue these" }).click();
    const dialog = page.getByRole("dialog", { name: "Queue these sessions" });
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("grid", { name: "Queues" }).getByText(name, { exact: true }).waitFor();
  };
  await queueThese("failures");
  await page.goto(`${app.url}/sessions?q=shorter`);
  await page.getByRole("status").filter({ hasText: "9 sessions" }).waitFor();
  await queueThese("all of them");

  await page.getByRole("row").filter({ hasText: "failures1" }).click();
  await page.getByText("1 of 1 in failures").waitFor();
  const form = page.getByRole("form", { name: "Review" });
  await form.getByRole("button", { name: "Save" }).waitFor();

  await page.goto(`${app.url}/queues`);
  await page.getByRole("row").filter({ hasText: "all of them9" }).click();
  await page.getByText("1 of 9 in all of them").waitFor();
  await page.getByRole("link", { name: "Next in the queue" }).click();
  await page.getByText("2 of 9 in all of them").waitFor();
  await form.getByRole("group", { name: "This is" }).getByText("good").click();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("✓ good").waitFor();
  await page.getByText("2 of 9 in all of them · 1 reviewed").waitFor();

  await page.goto(`${app.url}/queues`);
  await page.getByRole("button", { name: "Delete the queue failures" }).click();
  await page.getByRole("status").filter({ hasText: "1 queue" }).waitFor();

  // One that somebody else deletes meanwhile says so when it is opened, and leaves the list.
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const filterArray = [{ field: "event_type", operator: "is", value: "session" } as const];
  const { queue } = await call("createQueue", {
    body: { name: "short-lived", filters: { filterArray } },
  });
  await page.reload();
  const row = page.getByRole("row").filter({ hasText: "short-lived" });
  await row.waitFor();
  await call("deleteQueue", { params: { queue_id: queue.id } });
  await row.click();
  await page.getByRole("alert").filter({ hasText: "Expected an annotation queue" }).waitFor();
  await row.waitFor({ state: "hidden" });
  expect(app.complaints).toEqual([]);
});

test("goes on in a queue with each review that is saved, and where it was left", async () => {
  const page = await app.open("/queues");
  const row = page.getByRole("row").filter({ hasText: "all of them91" });
  await row.click();
  await page.getByText("1 of 9 in all of them · 1 reviewed").waitFor();
  const form = page.getByRole("form", { name: "Review" });
  await form.getByRole("button", { name: "Save and next" }).waitFor();
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  // The second was reviewed before.
  await page.getByText("3 of 9 in all of them · 2 reviewed").waitFor();
  await form.getByRole("button", { name: "Save and next" }).click();
  // Nothing was said of the third.
  await page.getByText("4 of 9 in all of them · 2 reviewed").waitFor();
  await form.getByLabel("Comment").fill("fine");
  const saves: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && saves.push(request.url()));
  const late = await holdBack(page, /\/events\//, "PUT");
  // However often and long the keys are pressed, it is saved once.
  await form.getByLabel("Comment").press("Control+Enter");
  await form.getByLabel("Comment").press("Control+Enter");
  await late.release();
  await page.getByText("5 of 9 in all of them · 3 reviewed").waitFor();
  expect(saves).toHaveLength(1);
  await page.goto(`${app.url}/queues`);
  await page.getByRole("row").filter({ hasText: "all of them93" }).click();
  await page.getByText("3 of 9 in all of them · 3 reviewed").waitFor();
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
  expect(await rows.filter({ hasText: "Canada" }).getByText("has feedback").count()).toBe(0);
});

/** The id of the span that a page of a trace shows. */
async function openEvent(page: Page): Promise<string> {
  await page.waitForURL(/event=/);
  return new URL(page.url()).searchParams.get("event") ?? "";
}
