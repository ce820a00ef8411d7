import { createClient } from "@honeyhive/contract";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { candidate as run } from "./capitals.js";
import { holdBack, openApp, sidewaysOverflow, type App } from "./open-app.js";
import { seedRun, sessionIdOf } from "./seed.js";

let app: App;
// Its sessions are called like it but for their numbers.
const candidate = { ...run, runId: `${run.runId.slice(0, 34)}ff` };
const sessionId = sessionIdOf(candidate.runId, 2);
const traceId = sessionId.replaceAll("-", "");

beforeAll(async () => {
  app = await openApp();
  await seedRun(app, candidate);
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  await call("createDataset", { body: { name: "golden questions" } });
});

afterAll(() => app[Symbol.asyncDispose]());

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find" }).fill(text);
}

test.each([
  ["session", sessionId, /^Session/, `/sessions/${sessionId}`],
  ["trace", traceId.toUpperCase(), /^Trace/, `/sessions/${sessionId}`],
  ["run", ` ${candidate.runId} `, /^Run/, `/runs/${candidate.runId}`],
] as const)("goes to a %s by the id that a log has", async (_kind, id, option, path) => {
  const page = await app.open("/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  await find(page, id);
  await page.getByRole("option", { name: option }).waitFor();
  await page.getByText("Enter opens").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path);
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.goBack();
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
});

test("keeps what is typed before its code has come", async () => {
  const page = await app.open("/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  const code = await holdBack(page, /assets\/finder/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("gold");
  await code.release();
  const field = page.getByRole("combobox", { name: "Find" });
  await field.waitFor();
  await page.keyboard.type("en");
  expect(await field.inputValue()).toBe("golden");
  await page.getByRole("option", { name: /golden questions/ }).waitFor();
});

test("opens the first that is found when Enter comes before it is", async () => {
  const page = await app.open("/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  await find(page, "goldan");
  await page.getByText("Nothing has this name or id.").waitFor();
  const list = await holdBack(page, /\/datasets$/);
  await page.getByRole("combobox", { name: "Find" }).fill("golden");
  await page.keyboard.press("Enter");
  await page.getByText("Opens the first that is found…").waitFor();
  await list.release();
  await page.getByRole("heading", { name: "golden questions", level: 1 }).waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("opens the session of a span with the span selected", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const root = await call("getSession", { params: { session_id: sessionId } });
  const spanId = root.children[0]?.children[0]?.event_id ?? "";
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await find(page, spanId);
  await page.getByRole("option", { name: /^Span/ }).click();
  const selected = page.getByRole("treeitem", { selected: true });
  await expect.poll(() => selected.textContent()).toContain("searchAtlas");
});

test("finds by parts of names, and chooses with the arrows while another field has the focus", async () => {
  const page = await app.open("/runs");
  await page.getByLabel("Search by name").focus();
  await find(page, "GOLDEN");
  await page.getByRole("option", { name: /golden questions/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  const chosen = page.getByRole("option", { selected: true });
  await expect.poll(() => chosen.textContent()).toContain("whose name contains “GOLDEN”");
  await page.keyboard.press("ArrowUp");
  await page.getByText("Enter opens").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "golden questions", level: 1 }).waitFor();
});

test("opens anew when Ctrl K comes in the instant after it was closed", async () => {
  const page = await app.open("/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  await find(page, "golden");
  await page.getByRole("option", { name: /golden questions/ }).waitFor();
  // What a dialog tells of its end comes a task later: here both are one task.
  await page.evaluate(`
    document.querySelector("dialog[open]").close();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
  `);
  const field = page.getByRole("combobox", { name: "Find" });
  await expect.poll(() => field.inputValue()).toBe("");
  await field.fill("golden");
  await page.getByRole("option", { name: /golden questions/ }).waitFor();
});

test("says when nothing has the id, is named for all, and fits 320 px", async () => {
  const page = await app.open("/runs", { width: 320, height: 640 });
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await page.getByRole("button", { name: "Find anything" }).click();
  await page.getByRole("combobox", { name: "Find" }).waitFor();
  await page.keyboard.press("Escape");
  await find(page, "00000000-0000-4000-8000-00000000dead");
  await page.getByText("Nothing has this name or id.").waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run('dialog')");
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(app.complaints).toEqual([]);
});
