import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { holdBack } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp(candidate);

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
