import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { openApp, openOwnApp } from "./open-app.js";
import { sendSpans } from "./otlp.js";
import { seedRun, sessionIdOf, span } from "./seed.js";

test("explains how to get a first run, and shows it when it comes", async () => {
  await using app = await openOwnApp();
  const page = await app.open("/runs");
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  expect(await page.locator("pre").first().textContent()).toContain("await evaluate({");
  expect(await page.locator("pre").last().textContent()).toContain(
    `HH_API_URL=${app.url} HH_API_KEY=${app.apiKey}`,
  );
  await seedRun(app, candidate);
  await page.getByRole("link", { name: candidate.name }).waitFor();
});

test("explains how to get a first session, also from other languages", async () => {
  await using app = await openOwnApp();
  const page = await app.open("/sessions");
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  const texts = await page.locator("pre").allTextContents();
  expect(texts[0]).toContain("HoneyHiveTracer.init()");
  expect(texts[1]).toBe(`HH_API_URL=${app.url} HH_API_KEY=${app.apiKey} node trace.mjs`);
  // As OpenTelemetry reads it: values of headers are encoded.
  const [endpoint, headers] = (texts[2] ?? "").split("\n").map((line) => line.split(/=(.*)/)[1]);
  const [name, value] = (headers ?? "").replaceAll('"', "").split(/=(.*)/);
  const answer = await fetch(endpoint ?? "", {
    method: "POST",
    headers: { "content-type": "application/json", [name ?? ""]: decodeURIComponent(value ?? "") },
    body: JSON.stringify({ resourceSpans: [] }),
  });
  expect(answer.status).toBe(200);
});

test("says what is missing where there is nothing to show", async () => {
  await using app = await openApp();
  const page = await app.open("/runs/00000000-0000-4000-8000-000000000000");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("Not found");
  await page.goto(`${app.url}/sessions/00000000-0000-4000-8000-000000000000`);
  await alert.waitFor();
  await page.goto(`${app.url}/compare`);
  await page.getByRole("heading", { name: "Choose runs to compare" }).waitFor();
  await page.goto(`${app.url}/no/such/page`);
  await page.getByRole("heading", { name: "No such page" }).waitFor();
});

test("says when the server does not answer and offers to try again", async () => {
  await using app = await openOwnApp();
  const page = await app.open("/runs");
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  const datasets = await app.open("/datasets");
  await datasets.getByRole("button", { name: "New dataset" }).first().click();
  const dialog = datasets.getByRole("dialog", { name: "New dataset" });
  const name = dialog.getByLabel("Name");
  await name.fill("kept");
  await app.stopServer();
  await name.press("Enter");
  await dialog.getByText(/^The server does not answer. Start it again/).waitFor();
  expect(await name.inputValue()).toBe("kept");
  await page.getByRole("link", { name: "Sessions" }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("The server does not answer");
  expect(await alert.getByRole("button", { name: "Try again" }).isEnabled()).toBe(true);
});

test("shows by itself what failed while the server was away, once it is back", async () => {
  await using app = await openOwnApp();
  await seedRun(app, candidate);
  const page = await app.open("/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  const first = sessionIdOf(candidate.runId, 0);
  const other = await app.open(`/sessions/${first}?run=${candidate.runId}`);
  const spans = other.getByRole("tree");
  await spans.waitFor();
  await other.getByText(/^case 1 of/).waitFor();
  await app.stopServer();
  // Of this page not even the code is there.
  await page.getByRole("link", { name: "Monitor" }).click();
  await page.getByRole("heading", { name: "The server does not answer" }).waitFor();
  await other.keyboard.press("]");
  await other.getByRole("heading", { name: "The server does not answer" }).waitFor();
  await app.startServerAgain();
  await page.getByRole("region", { name: "Sessions", exact: true }).waitFor();
  await spans.waitFor();
});

test("does not say that the server is away when it is not what is wrong", async () => {
  await using app = await openApp();
  const page = await app.open("/runs");
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  // As where a newer version was installed meanwhile: its files have other names.
  await page.route(/assets\/monitor/, (route) => route.fulfill({ status: 404 }));
  await page.getByRole("link", { name: "Monitor" }).click();
  await page.getByRole("heading", { name: "This page could not be shown" }).waitFor();
  await page.unroute(/assets\/monitor/);
  await page.getByRole("button", { name: "Load again" }).click();
  await page.getByRole("region", { name: "Sessions", exact: true }).waitFor();
});

test("follows a run until it is over", async () => {
  await using app = await openApp();
  await seedRun(app, {
    ...candidate,
    cases: candidate.cases.slice(0, 2),
    plannedCases: 5,
    status: "running",
  });
  const page = await app.open(`/runs/${candidate.runId}`);
  await page.getByText("2 of 5 cases have ended").waitFor();
  await page.getByText("running").waitFor();
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  await call("updateRun", { params: { run_id: candidate.runId }, body: { status: "completed" } });
  await page.getByText("completed").waitFor();
  expect(await page.getByText("cases have ended").count()).toBe(0);
});

test("asks for another key when the server refuses the stored one", async () => {
  await using app = await openOwnApp();
  const page = await app.open("/sessions");
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await page.evaluate("sessionStorage.setItem('honeyhive.apiKey', 'hh_wrong')");
  await page.reload();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("The server refused the key");
  await page.getByRole("button", { name: "Use another key" }).click();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
});

test("asks for a key where the server gives none, and opens with it until the tab closes", async () => {
  await using app = await openOwnApp({ localAccess: false });
  const page = await app.open("/sessions");
  await page.getByRole("heading", { name: "Enter an API key" }).waitFor();
  await page.getByLabel("API key").fill(app.apiKey);
  await page.getByRole("button", { name: "Open" }).click();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "No sessions yet" }).waitFor();
  const other = await app.open("/sessions");
  await other.getByRole("heading", { name: "Enter an API key" }).waitFor();

  // A key that is taken away while a page is open.
  await page.route("**/v1/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: "Bearer hh_gone" } }),
  );
  await page.getByText("The server refused the key. What is shown was read").waitFor();
  await page.getByRole("button", { name: "Use another key" }).click();
  await page.getByRole("heading", { name: "Enter an API key" }).waitFor();
});

test("shows the runs of the project that is chosen, and keeps it in the address", async () => {
  await using app = await openOwnApp({ keys: { hh_second: "second" } });
  await seedRun({ url: app.url, apiKey: "hh_second" }, candidate);
  const page = await app.open("/runs");
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  await page.getByLabel("Project").selectOption({ label: "second" });
  await page.getByRole("link", { name: candidate.name }).click();
  await page.getByRole("grid", { name: "Cases" }).waitFor();
  expect(new URL(page.url()).searchParams.get("project")).not.toBeNull();
});

test("moves through ten thousand spans, a thousand deep, drawing only what is in view", async () => {
  await using app = await openApp();
  const sessionId = "0d0d0d0d-0000-4000-8000-000000000000";
  const traceId = sessionId.replaceAll("-", "");
  const spanId = (place: number): string => (place + 1).toString(16).padStart(16, "0");
  const startMs = Date.now() - 60_000;
  const spans = Array.from({ length: 10_000 }, (_, place) => ({
    traceId,
    spanId: spanId(place),
    // The first thousand are a chain, the others hang below its middle.
    ...(place === 0 ? {} : { parentSpanId: spanId(place < 1_000 ? place - 1 : 500) }),
    name: `step ${place}`,
    startMs: startMs + place,
    endMs: startMs + 20_000 - place,
    attributes: span("chain", sessionId),
  }));
  for (let start = 0; start < spans.length; start += 2_000) {
    await sendSpans(app, spans.slice(start, start + 2_000));
  }
  const page = await app.open(`/sessions/${sessionId}`);
  const tree = page.getByRole("tree");
  await tree.waitFor();
  await page.getByText("10,000 spans").waitFor();
  await tree.press("End");
  const selected = page.getByRole("treeitem", { selected: true });
  await expect.poll(() => selected.textContent()).toContain("step 9999");
  expect(await page.getByRole("treeitem").count()).toBeLessThan(80);
});
