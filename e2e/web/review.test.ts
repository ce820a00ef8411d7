import { createClient } from "@honeyhive/contract";
import { afterAll, beforeAll, expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { holdBack, openApp, type App } from "./open-app.js";
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
  // What is emptied is taken back, and so is all of it at once.
  await form.getByLabel("Comment").fill("");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  const said = async (): Promise<unknown> => {
    const tree = await call("getSession", { params: { session_id: sessionId } });
    const [span] = tree.children;
    return [span?.feedback["is_good"], span?.feedback["comment"], span?.metrics["helpful"]];
  };
  expect(await said()).toEqual([false, null, 2]);
  await page.getByRole("button", { name: "Review" }).click();
  await form.getByRole("button", { name: "Clear review" }).click();
  await detail.getByText("✗ bad").waitFor({ state: "hidden" });
  expect(await said()).toEqual([null, null, null]);
  await page.getByRole("button", { name: "Review" }).click();
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

test("leads from a span to a metric that is tried on it", async () => {
  const page = await app.open(`/sessions/${sessionIdOf(candidate.runId, 4)}`);
  await page.getByRole("treeitem", { name: "searchAtlas" }).click();
  await page.getByRole("link", { name: "Try a metric" }).click();
  const attempt = page.getByRole("region", { name: "Try it" });
  const span = attempt.getByLabel("On a recent span");
  await span.locator("option:checked", { hasText: "searchAtlas · tool" }).waitFor({
    state: "attached",
  });
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByRole("status").getByText("true").waitFor();

  await page.getByLabel("Type").selectOption("Code in Python");
  const python = "def other(event):\n  return event['event_name'] != 'searchAtlas'";
  await page.getByLabel("Code: a function of the event").fill(python);
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByRole("status").getByText("false").waitFor();
});

test("runs a metric on what comes in, and says how far it has come", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const { metric_id } = await call("createMetric", {
    body: { name: "brief", type: "JAVASCRIPT", criteria: "({ outputs }) => outputs.text.length" },
  });
  const page = await app.open(`/metric-definitions/${metric_id}`);
  const online = page.getByRole("region", { name: "On what comes in" });
  await online.getByRole("status", { name: "Progress" }).getByText("off").waitFor();
  await online.getByLabel("Run it on what comes in from now on").check();
  await online.getByRole("combobox", { name: "Run on" }).selectOption("Tools");
  await online.getByLabel("Of this name").fill("summarise");
  await online.getByLabel(/^Percent of them/).fill("100");
  await online.getByRole("button", { name: "Save" }).click();
  await online.getByText("Saved.").waitFor();
  await online.getByText("running").waitFor();

  const event = { event_type: "tool", event_name: "summarise", inputs: {} } as const;
  const { event_ids } = await call("createEvents", {
    body: {
      events: [
        { ...event, outputs: { text: "four" } },
        { ...event, outputs: {} },
        { ...event, event_name: "search", outputs: { text: "other" } },
      ],
    },
  });
  await online.getByText("1 got a value · 1 failed").waitFor();
  await online.getByText(/TypeError: cannot read property 'length'/).waitFor();
  await page.goto(`${app.url}/metric-definitions`);
  const row = page.getByRole("grid", { name: "Metrics" }).getByRole("row");
  await row.filter({ hasText: "brief" }).getByText("run on 100 % of what comes in").waitFor();
  const [first = "", second = ""] = event_ids;
  const read = async (id: string) => (await call("getEvent", { params: { event_id: id } })).event;
  expect((await read(first)).metrics).toEqual({ brief: 4 });
  await page.goto(`${app.url}/sessions/${(await read(second)).session_id}?event=${second}`);
  await page
    .getByText(/TypeError: cannot read property 'length'/)
    .first()
    .waitFor();
  await call("deleteMetric", { params: { metric_id } });
  expect(app.complaints).toEqual([]);
});

test("makes a metric, tries it on a span, changes it, and goes back to its first version", async () => {
  const page = await app.open("/metric-definitions");
  await page.getByRole("link", { name: "New metric" }).click();
  await page.getByLabel("Name, which the values of spans have").fill("short");
  const code = page.getByLabel("Code: a function of the event");
  await code.fill("(event) => event.outputs.nothing.length");
  const attempt = page.getByRole("region", { name: "Try it" });
  const span = attempt.getByLabel("On a recent span");
  await span.selectOption({ index: 1 });
  await page.waitForURL("**?event=*");
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByText("It gave no value.").waitFor();
  await code.fill("(event) => event.event_name.length > 3");
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByRole("status").getByText("true").waitFor();
  await page.getByRole("button", { name: "Create" }).click();

  const versions = page.getByRole("region", { name: "Versions" }).getByRole("listitem");
  await versions.filter({ hasText: "v1Created.in use" }).waitFor();
  await code.fill("(event) => event.event_name.length > 4");
  await page.getByLabel("What you changed").fill("Longer");
  // What was chosen since stays, however late the saved metric comes.
  const saved = await holdBack(page, /\/metrics$/);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await versions.filter({ hasText: "v2Longerin use" }).waitFor();
  await versions.getByRole("button", { name: /^v1/ }).click();
  await page.waitForURL("**version=v1*");
  await saved.release();
  await expect.poll(() => code.inputValue()).toContain("> 3");
  await page.getByRole("button", { name: "Use v1" }).click();
  await versions.filter({ hasText: "v1Created.in use" }).waitFor();
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const { metrics } = await call("listMetrics", { query: { name: "short" } });
  expect(metrics.map(({ criteria }) => criteria)).toEqual([
    "(event) => event.event_name.length > 3",
  ]);

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const deletion = page.getByRole("dialog", { name: "Delete the metric short" });
  await deletion.getByText("with all 2 versions").waitFor();
  await deletion.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/metric-definitions");
  const list = page.getByRole("grid", { name: "Metrics" });
  await list.waitFor();
  await list.getByText("short", { exact: true }).waitFor({ state: "hidden" });
  expect(app.complaints).toEqual([]);
});

test("keeps what is typed into a metric, whatever is saved meanwhile", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const metric = { name: "shared", type: "JAVASCRIPT", return_type: "boolean" } as const;
  const { metric_id } = await call("createMetric", { body: { ...metric, criteria: "() => true" } });
  const page = await app.open(`/metric-definitions/${metric_id}`);
  const code = page.getByLabel("Code: a function of the event");
  await code.fill("() => 'mine'");
  const theirs = { ...metric, criteria: "() => 'theirs'" };
  await call("createMetricVersion", {
    params: { metric_id },
    body: { content: theirs, message: "Theirs", deploy_immediately: true },
  });
  // Saving something else of the metric reads all of it anew.
  const online = page.getByRole("region", { name: "On what comes in" });
  const eventName = online.getByLabel("Of this name");
  await eventName.fill("answer");
  await online.getByRole("button", { name: "Save" }).click();
  await page.getByText(/v\d was saved since you began, and is in use/).waitFor();
  expect(await code.inputValue()).toBe("() => 'mine'");
  await eventName.fill("unsaved");

  const late = await holdBack(page, /\/metrics$/);
  const save = page.getByRole("button", { name: "Save as a new version" });
  await save.click();
  await page.getByRole("listitem").filter({ hasText: "Changed.in use" }).waitFor();
  await code.fill("() => 'more of mine'");
  await late.release();
  await expect.poll(() => save.isEnabled()).toBe(true);
  expect(await code.inputValue()).toBe("() => 'more of mine'");
  expect(await eventName.inputValue()).toBe("unsaved");
  expect(await page.getByText("since you began").count()).toBe(0);
  const [kept] = (await call("listMetrics", { query: { name: "shared" } })).metrics;
  expect(kept?.criteria).toBe("() => 'mine'");
  await call("deleteMetric", { params: { metric_id } });
  expect(app.complaints).toEqual([]);
});

test("keeps which scores of a metric pass", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const read = async () => (await call("listMetrics", { query: { name: "brevity" } })).metrics[0];
  const page = await app.open("/metric-definitions/new");
  await page.getByLabel("Name, which the values of spans have").fill("brevity");
  await page.getByLabel("Passes when it is").selectOption("No");
  await page.getByLabel("Gives").selectOption("A number");
  await page.getByLabel("Passes from").fill("0.25");
  await page.getByRole("button", { name: "Create" }).click();
  // The form of the new metric says the same until that of the saved one is there.
  await page.getByRole("button", { name: "Save as a new version" }).waitFor();
  expect((await read())?.threshold).toEqual({ min: 0.25 });
  expect(await page.getByLabel("Passes from").inputValue()).toBe("0.25");
  await page.getByLabel("Passes up to").fill("0.75");
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText("v2", { exact: true }).waitFor();
  expect((await read())?.threshold).toEqual({ min: 0.25, max: 0.75 });
  await call("deleteMetric", { params: { metric_id: (await read())?.id ?? "" } });
  expect(app.complaints).toEqual([]);
});

test("makes a metric of others, and tries it on a span that has their scores", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const { event_id } = await call("createEvent", {
    body: {
      event_type: "model",
      event_name: "answer",
      inputs: {},
      outputs: {},
      metrics: { exact: true, judge: 4 },
    },
  });
  const page = await app.open(`/metric-definitions/new?event=${event_id}`);
  await page.getByLabel("Name, which the values of spans have").fill("quality");
  await page.getByLabel("Type").selectOption("Made of other metrics");
  const parts = page.getByLabel(/^Its parts/);
  await parts.fill("exact = 2\nunknown");
  const attempt = page.getByRole("region", { name: "Try it" });
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByText(/got `unknown`: none/).waitFor();
  await parts.fill("exact = 2\njudge");
  await attempt.getByRole("button", { name: "Try" }).click();
  await attempt.getByRole("status").getByText("2", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("region", { name: "On what comes in" }).waitFor();
  await expect.poll(() => parts.inputValue()).toBe("exact = 2\njudge = 1");
  const [metric] = (await call("listMetrics", { query: { name: "quality" } })).metrics;
  expect(metric).toMatchObject({ type: "COMPOSITE", return_type: "float" });
  await call("deleteMetric", { params: { metric_id: metric?.id ?? "" } });
  expect(app.complaints).toEqual([]);
});
