import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { baseline, candidate } from "./capitals.js";
import { pressPair } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp({ ...baseline, startMs: Date.now() - 2 * 3_600_000 }, candidate);

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("goes from the runs to a run to a trace and into a span without a mouse", async () => {
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await press(page, "j", "Enter");
  await page.getByRole("grid", { name: "Cases" }).waitFor();
  await press(page, "j", "j", "j", "Enter");
  await page.getByRole("tree").waitFor();
  await press(page, "j", "j", "j");
  const selected = page.getByRole("treeitem", { selected: true });
  await expect.poll(() => selected.textContent()).toContain("searchAtlas");
  await press(page, "ArrowLeft", "ArrowLeft");
  await expect.poll(() => page.getByRole("treeitem").count()).toBe(2);
  await press(page, "ArrowRight", "Enter");
  await expect.poll(() => page.locator(":focus").getAttribute("aria-label")).toBe("Selected span");
});

test("goes to the span that failed and selects a run, wherever the focus is", async () => {
  const session = sessionIdOf(candidate.runId, 6);
  const page = await app.open(`/sessions/${session}?run=${candidate.runId}`);
  await page.getByRole("treeitem", { name: "openai.chat" }).waitFor();
  const selected = page.getByRole("treeitem", { selected: true });
  await press(page, "e");
  await expect.poll(() => selected.textContent()).toContain("answerQuestion");
  await press(page, "e");
  await expect.poll(() => selected.textContent()).toContain("openai.chat");
  await page.goto(`${app.url}/runs`);
  await page.getByRole("grid", { name: "Runs" }).getByRole("row").nth(1).waitFor();
  await press(page, "e", "x");
  await expect.poll(() => page.getByRole("checkbox").first().isChecked()).toBe(true);
});

/** Presses keys in the page's list, and does what else is said, before the page can draw any of it. */
function pressAtOnce(page: Page, keys: readonly string[], then = ""): Promise<void> {
  return page.evaluate<void>(`(async () => {
    for (const key of ${JSON.stringify(keys)}) {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      document.querySelector("[data-list]").dispatchEvent(event);
      await null;
    }
    ${then}
  })()`);
}

test("takes keys and clicks that are faster than it draws", async () => {
  const page = await app.open("/runs");
  const ticked = page.getByRole("checkbox", { checked: true });
  await page.getByRole("row").nth(2).waitFor();
  await pressAtOnce(page, ["x", "j", "x"]);
  await expect.poll(() => ticked.count()).toBe(2);
  // Who goes elsewhere while a run is opened stays there.
  await pressAtOnce(page, ["Enter"], `document.querySelector("a[href='/datasets']").click();`);
  await page.getByRole("button", { name: "New dataset" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("stays");
  expect(new URL(page.url()).pathname).toBe("/datasets");

  await page.goto(`${app.url}/sessions/${sessionIdOf(candidate.runId, 2)}`);
  await page.getByRole("treeitem").nth(3).waitFor();
  await pressAtOnce(page, ["ArrowDown", "ArrowDown", "ArrowDown"]);
  await page.getByRole("treeitem", { name: "openai.chat", selected: true }).waitFor();

  await page.goto(`${app.url}/compare?new=${candidate.runId}&old=${baseline.runId}`);
  await page.getByRole("row").nth(2).waitFor();
  await pressAtOnce(page, ["Enter", "ArrowDown"]);
  await page.locator("[role=row][aria-selected=true][data-active]").waitFor();
});

test("goes on from case to case of several runs once one of them is open", async () => {
  const page = await app.open(`/compare/runs?runs=${baseline.runId},${candidate.runId}`);
  const rows = page.getByRole("grid", { name: "Compared cases" }).getByRole("row");
  await rows.nth(2).waitFor();
  await press(page, "j", "Enter");
  await page.getByRole("region", { name: "Selected case" }).waitFor();
  await press(page, "ArrowDown");
  await expect.poll(() => rows.nth(2).getAttribute("aria-selected")).toBe("true");
});

test("comes back to the row it left", async () => {
  const page = await app.open(`/runs/${candidate.runId}`);
  await page.getByRole("grid", { name: "Cases" }).waitFor();
  await press(page, "j", "j", "j", "Enter");
  await page.getByRole("tree").waitFor();
  await page.goBack();
  const active = page.locator("[role=row][data-active]");
  await expect.poll(() => active.textContent()).toContain("dp-australia");
});

test("goes from the search of a trace to what it finds", async () => {
  const page = await app.open(`/sessions/${sessionIdOf(candidate.runId, 0)}`);
  await page.getByRole("treeitem", { name: "searchAtlas" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("atlas", { delay: 20 });
  await page.keyboard.press("Enter");
  await page.getByRole("treeitem", { name: "searchAtlas", selected: true }).waitFor();
  await page.locator("[role=tree]:focus").waitFor();
  const text = await page.getByRole("status").filter({ hasText: "hit" }).textContent();
  const bold = page.locator("[role=treeitem] .font-semibold");
  expect(text).toBe(`${await bold.count()} hits`);
});

test("focuses the search with /, clears it with Esc and leaves it with another", async () => {
  const page = await app.open(`/runs/${candidate.runId}`);
  const search = page.getByLabel("Search cases");
  await search.waitFor();
  await press(page, "/", "j", "a", "p");
  await page.getByText("1 of 9 cases").waitFor();
  await press(page, "Escape");
  await expect.poll(() => search.inputValue()).toBe("");
  await press(page, "Escape");
  await expect.poll(() => page.locator("[data-search]:focus").count()).toBe(0);
});

test("opens help with ? and closes it with Esc", async () => {
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await press(page, "?");
  const dialog = page.getByRole("dialog", { name: "Keyboard" });
  await dialog.waitFor();
  await press(page, "Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("goes to the sessions and back with two keys each", async () => {
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await pressPair(page, "g", "s");
  await page.getByRole("grid", { name: "Sessions" }).waitFor();
  await pressPair(page, "g", "r");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
});

test("skips to the content with the first Tab", async () => {
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await press(page, "Tab");
  expect(await page.locator(":focus").textContent()).toBe("Skip to content");
  await press(page, "Enter");
  await expect.poll(() => page.locator(":focus").getAttribute("id")).toBe("main");
});
