import { expect, test } from "vitest";

import { baseline, candidate } from "./capitals.js";
import { sidewaysOverflow } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp({ ...baseline, startMs: Date.now() - 2 * 3_600_000 }, candidate);

const runPath = `/runs/${candidate.runId}`;
const comparePath = `/compare?new=${candidate.runId}&old=${baseline.runId}`;
/** Australia: the third case of the newer run, and wrong. */
const sessionPath = `/sessions/${sessionIdOf(candidate.runId, 2)}?run=${candidate.runId}`;

test("lists the runs, newest first, with what they came to", async () => {
  const page = await app.open("/");
  const rows = page.getByRole("grid", { name: "Runs" }).getByRole("row");
  await rows.nth(2).waitFor();
  expect(await rows.nth(1).textContent()).toMatch(
    /shorter prompt.*completed.*7 \/ 9.*correct 0\.875/,
  );
  expect(await rows.nth(2).textContent()).toContain("baseline prompt");
  expect(await page.getByRole("status").filter({ hasText: "2 runs" }).count()).toBe(1);
});

test("compares the two runs that are ticked", async () => {
  const page = await app.open("/runs");
  await page.getByLabel("Select shorter prompt for comparison").click();
  await page.getByLabel("Select baseline prompt for comparison").click();
  await page.getByRole("button", { name: "Compare" }).click();
  await page.waitForURL(/\/compare\?/);
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("new"), searchParams.get("old")]).toEqual([
    candidate.runId,
    baseline.runId,
  ]);
});

test("follows the metrics of the runs over one dataset", async () => {
  const page = await app.open("/runs");
  await page.getByRole("link", { name: "EXT-capitals" }).first().click();
  const trend = page.getByRole("region", { name: "Trend of correct" });
  await trend.waitFor();
  expect(await trend.textContent()).toMatch(/0\.778 → 0\.875.*averages of 2 runs/);
  await trend.getByRole("link", { name: "baseline prompt: 0.778" }).click();
  await page.getByRole("heading", { name: "baseline prompt" }).waitFor();
  await page.getByRole("link", { name: "EXT-capitals" }).click();
  await page.getByRole("button", { name: "Clear the filter dataset EXT-capitals" }).click();
  await expect.poll(() => trend.count()).toBe(0);
  expect(new URL(page.url()).searchParams.get("dataset")).toBeNull();
});

test("shows a run's metrics with their denominators", async () => {
  const page = await app.open(runPath);
  const card = page.getByRole("region", { name: "Metric conciseness" });
  await card.waitFor();
  expect(await card.textContent()).toContain("average · 7 of 9 cases; 0 errors, 1 n/a, 1 missing");
});

test("shows what the run and each of its cases took", async () => {
  const page = await app.open(runPath);
  const totals = page.getByLabel("Of the whole run");
  await totals.getByText("$0.00369 (9 of 9)").waitFor();
  expect(await totals.textContent()).toContain(
    "duration of a casemedian 1.38 s, p95 1.38 s (8 of 9)tokens3,024 (9 of 9)cost$0.00369 (9 of 9)",
  );
  const row = page.getByRole("row").filter({ hasText: "dp-france" });
  expect(await row.textContent()).toMatch(/1\.38 s336\$0\.00041$/);
});

test("shows what a run was made with in a line, and all of it when that is opened", async () => {
  const page = await app.open(runPath);
  const summary = page.locator("summary").filter({ hasText: "Settings" });
  await summary.waitFor();
  expect(await summary.textContent()).toContain("promptshortmodelgpt-5-minimain at 77fe01dc0b");
  await summary.click();
  await page.getByText("77fe01dc0b42").waitFor();
  await page.getByText(candidate.runId).waitFor();
});

test("shows the error of a case in its row", async () => {
  const page = await app.open(runPath);
  const row = page.getByRole("row").filter({ hasText: "dp-nigeria" });
  await row.waitFor();
  expect(await row.textContent()).toContain("RateLimitError: 429");
});

test("filters the cases of a run by outcome, by text and by a bar of a metric", async () => {
  const page = await app.open(runPath);
  const rows = page.getByRole("grid", { name: "Cases" }).getByRole("row");
  await page.getByRole("button", { name: "failed 1" }).click();
  await expect.poll(() => rows.allTextContents()).toHaveLength(2);
  expect(await rows.nth(1).textContent()).toContain("dp-australia");
  await page.getByRole("button", { name: "failed 1" }).click();
  await page.getByLabel("Search cases").fill("myanmar");
  await expect.poll(() => rows.allTextContents()).toHaveLength(2);
  await page.getByLabel("Search cases").fill("");
  await page.getByRole("button", { name: "0: 1 case" }).click();
  await expect.poll(() => rows.nth(1).textContent()).toContain("dp-australia");
  await expect.poll(() => rows.count()).toBe(2);
});

test("gives the command that runs the cases which are shown again", async () => {
  const page = await app.open(`${runPath}?outcome=failed`);
  await page.getByText("1 of 9 cases").waitFor();
  await page.getByRole("button", { name: "Run again" }).click();
  const dialog = page.getByRole("dialog", { name: "Run again" });
  await dialog.getByRole("heading", { name: "Run 1 case again" }).waitFor();
  expect(await dialog.locator("pre").allTextContents()).toEqual([
    `npx honeyhive eval --filter 'shorter prompt' --case dp-australia --baseline ${candidate.runId}`,
    "HH_EVAL_CASES=dp-australia node main.js",
  ]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "dp-australia" }).click();
  // The page before has a button of this name too.
  await page.getByText(/^case \d+ of/).waitFor();
  await page.getByRole("button", { name: "Run again" }).click();
  await dialog.getByText(/--case dp-australia/).waitFor();
});

test("sorts the cases of a run by a metric", async () => {
  const page = await app.open(runPath);
  const first = page.getByRole("grid", { name: "Cases" }).getByRole("row").nth(1);
  await page.getByRole("button", { name: "conciseness", exact: true }).click();
  await expect.poll(() => first.textContent()).toContain("0.87");
  await page.getByRole("button", { name: "conciseness", exact: true }).click();
  await expect.poll(() => first.textContent()).toContain("dp-myanmar");
});

test("says what the difference of each metric is worth, corrected for their number", async () => {
  const page = await app.open(comparePath);
  const correct = page.getByRole("region", { name: "Verdict on correct" });
  await correct.waitFor();
  expect(await correct.textContent()).toMatch(
    /can’t tell.*p\s=\s1\.00.*needs about \d+ more to tell/,
  );
  expect(await page.getByRole("region", { name: "Verdict on conciseness" }).textContent()).toMatch(
    // Six of six improved: 0.031 for one question, but two were asked.
    /can’t tell.*over 6 paired cases · p\s=\s0\.063/,
  );
});

test("says which settings the runs do not have in common", async () => {
  const page = await app.open(comparePath);
  const changed = page.getByRole("region", { name: "Changed settings" });
  await changed.waitFor();
  const text = await changed.textContent();
  expect(text).toContain("promptlong→becameshort");
  expect(text).toContain("git.commit_hash1c0a33bd6a21→became77fe01dc0b42");
  expect(text).not.toContain("model");
});

test("keeps the improved, degraded, added and removed cases with one click each", async () => {
  const page = await app.open(comparePath);
  const cases = page.getByRole("grid", { name: "Compared cases" }).locator("[title^=dp-]");
  const shown = async (): Promise<string[]> => cases.allTextContents();
  const correct = page.getByRole("region", { name: "Verdict on correct" });
  await correct.getByRole("button", { name: "improved 2" }).click();
  await expect.poll(shown).toEqual(["dp-brazil", "dp-turkey"]);
  await correct.getByRole("button", { name: "degraded 1" }).click();
  await expect.poll(shown).toEqual(["dp-australia"]);
  await page.getByRole("button", { name: "only in new 1" }).click();
  await expect.poll(shown).toEqual(["dp-myanmar"]);
  await page.getByRole("button", { name: "only in old 1" }).click();
  await expect.poll(shown).toEqual(["dp-switzerland"]);
});

test("opens a compared case with both outputs and links to both traces", async () => {
  const page = await app.open(comparePath);
  await page.getByRole("row").filter({ hasText: "dp-australia" }).click();
  const detail = page.getByRole("region", { name: "Selected case" });
  await detail.waitFor();
  // What came out comes after the scores.
  await expect.poll(() => detail.locator("del").allTextContents()).toContain("Canberra");
  expect(await detail.locator("ins").first().textContent()).toContain("Australia");
  await detail.getByRole("link", { name: "New trace" }).click();
  await page.getByRole("tree").waitFor();
  expect(page.url()).toContain(sessionIdOf(candidate.runId, 2));
});

test("opens both traces of a compared case beside each other, and selects spans in both", async () => {
  const page = await app.open(`${comparePath}&case=dp-australia`);
  await page.getByRole("link", { name: "Both traces" }).click();
  const [old, current] = ["Old", "New"].map((title) =>
    page.getByRole("region", { name: `${title} trace`, exact: true }),
  );
  await old?.getByRole("treeitem", { name: "openai.chat" }).click();
  const chat = current?.getByRole("treeitem", { name: "openai.chat", selected: true });
  await chat?.waitFor();
  const detail = page.getByRole("region", { name: "Selected span of the new trace" });
  expect(await detail.textContent()).toContain("Australia City");
  const again = await app.open(page.url().slice(app.url.length));
  await again.getByRole("treeitem", { name: "openai.chat", selected: true }).nth(1).waitFor();
  await page.goBack();
  await page.getByRole("region", { name: "Selected case" }).waitFor();
});

test("shows where an error was thrown", async () => {
  const page = await app.open(
    `/sessions/${sessionIdOf(candidate.runId, 6)}?run=${candidate.runId}`,
  );
  const error = page.getByRole("group", { name: "Error" });
  await error.getByText("Stack trace", { exact: true }).click();
  await error.getByText("at askModel (/app/src/ask-model.ts:12:9)").waitFor();
  await page.getByRole("button", { name: "2 failed spans" }).click();
  // Not where it was passed on.
  await page.getByRole("treeitem", { name: "openai.chat", selected: true }).waitFor();
});

test("says of a case which evaluator came to no value, and why", async () => {
  const page = await app.open(`${runPath}?q=canada`);
  const score = page.getByRole("grid", { name: "Cases" }).getByText("n/a");
  await score.waitFor();
  expect(await score.getAttribute("title")).toBe("the judge gave no number");
});

test("draws a session as a tree", async () => {
  const page = await app.open(sessionPath);
  const items = page.getByRole("tree").getByRole("treeitem");
  await items.nth(3).waitFor();
  const drawn = await items.evaluateAll((elements) =>
    elements.map((element) => {
      const depth = Number(element.getAttribute("aria-level")) - 1;
      return (
        "  ".repeat(depth) +
        (element.textContent ?? "").replace(/gpt-5-mini/, " model").replace(/\d.*/, "")
      );
    }),
  );
  expect(drawn).toEqual([
    "session: shorter prompt",
    "  chain: answerQuestion",
    "    tool: searchAtlas",
    "    model: openai.chat model",
  ]);
});

test("renders the chat of a model as a conversation", async () => {
  const page = await app.open(sessionPath);
  await page.getByRole("treeitem", { name: "openai.chat" }).click();
  const messages = page.getByRole("region", { name: "Conversation" }).getByRole("listitem");
  await messages.nth(4).waitFor();
  const texts = await messages.allTextContents();
  expect(texts[0]).toContain("You answer questions about geography.");
  expect(texts[2]).toContain("calls searchAtlas");
  expect(texts[4]).toMatch(/assistantoutputstop.*Australia City/);
  const detail = page.getByRole("region", { name: "Selected span" });
  expect(await detail.textContent()).toMatch(/gpt-5-mini.*openai.*312 in, 24 out.*\$0\.00041/);
});

test("shows the cases that began to fail", async () => {
  const page = await app.open(comparePath);
  await page.getByRole("button", { name: "newly failing 2" }).click();
  await page.getByText("2 of 10 cases").waitFor();
  const rows = page.getByRole("grid", { name: "Compared cases" }).getByRole("row");
  // What went in comes after the scores.
  await expect
    .poll(async () => (await rows.allTextContents()).join())
    .toMatch(/Australia.*Nigeria/);
});

test("steps to the next case of the run", async () => {
  const page = await app.open(sessionPath);
  await page.getByText("case 3 of 9").waitFor();
  await page.getByRole("link", { name: "Next case" }).click();
  await page.getByText("case 4 of 9").waitFor();
  await page.keyboard.press("[");
  await page.getByText("case 3 of 9").waitFor();
});

test("steps through the cases that the list showed", async () => {
  const page = await app.open(`${runPath}?outcome=passed&sort=-datapoint`);
  const rows = page.getByRole("grid", { name: "Cases" }).getByRole("row");
  await rows.nth(1).getByRole("link").click();
  await page.getByText("case 1 of 7 shown").waitFor();
  await page.keyboard.press("]");
  await page.getByText("case 2 of 7 shown").waitFor();
});

test("lists the sessions", async () => {
  const page = await app.open("/sessions");
  const rows = page.getByRole("grid", { name: "Sessions" }).getByRole("row");
  await expect.poll(() => rows.count()).toBeGreaterThan(10);
  await page.getByLabel("Search by name").fill("baseline");
  await page.getByText("9 sessions").waitFor();
  expect(await rows.nth(1).textContent()).toContain("baseline prompt");
});

test("says of each session when it was, how many spans it has, and what it used", async () => {
  const page = await app.open("/sessions?q=shorter");
  const row = page.getByRole("grid", { name: "Sessions" }).getByRole("row").nth(1);
  await row.waitFor();
  expect(await row.textContent()).toMatch(/(just now|\d+ min ago).*evaluation3336\$0\.00041/);
});

test("narrows the sessions down by fields and time, in a link that can be shared", async () => {
  const page = await app.open("/sessions");
  await page.getByRole("grid", { name: "Sessions" }).getByRole("row").nth(1).waitFor();
  const all = await page.getByRole("status").textContent();
  const status = (text: string) => page.getByRole("status").filter({ hasText: text }).waitFor();
  const filter = async (field: string, operator: string, value: string): Promise<void> => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByLabel("Field").fill(field);
    await page.getByLabel("Operator").selectOption(operator);
    await page.getByLabel("Value").fill(value);
    await page.keyboard.press("Enter");
  };
  await filter("metadata.run_id", "is", candidate.runId);
  await status("9 sessions");
  await filter("inputs.question", "contains", "Australia");
  await status("1 session");
  const shared = await app.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await shared.getByRole("status").filter({ hasText: "1 session" }).waitFor();

  await page.getByRole("button", { name: /Clear the filter inputs\.question/ }).click();
  await status("9 sessions");
  await page.getByRole("button", { name: /Clear the filter metadata\.run_id/ }).click();
  await status(all ?? "");
  // One run is two hours old.
  await page.getByRole("button", { name: "Last hour" }).click();
  await status("9 sessions");
  await page.getByRole("button", { name: "Last hour" }).click();
  await status(all ?? "");

  // Names of metrics have spaces.
  await filter("metrics.no such metric", "is", "x");
  await status("0 sessions");
  await page.getByRole("button", { name: "Clear the filter metrics.no such metric is x" }).click();
  await filter("nonsense", "is", "x");
  await page.getByText(/Expected `filters\.1\.field` to be one of/).waitFor();
  expect(app.complaints).toEqual([]);
});

test("restores from its address what was filtered, sorted, selected and open", async () => {
  const page = await app.open(comparePath);
  await page
    .getByRole("region", { name: "Verdict on correct" })
    .getByRole("button", { name: "improved 2" })
    .click();
  await page.getByLabel("Search cases").fill("turkey");
  await page.getByRole("row").filter({ hasText: "dp-turkey" }).click();
  await page.getByRole("region", { name: "Selected case" }).waitFor();
  const again = await app.open(page.url().slice(app.url.length));
  const detail = again.getByRole("region", { name: "Selected case" });
  await detail.waitFor();
  expect(await detail.textContent()).toContain("dp-turkey");
  expect(await again.getByLabel("Search cases").inputValue()).toBe("turkey");
  const filter = again.getByRole("button", { name: "improved 2" });
  expect(await filter.first().getAttribute("aria-pressed")).toBe("true");
});

test("restores the selected span and its tab", async () => {
  const page = await app.open(sessionPath);
  await page.getByRole("treeitem", { name: "searchAtlas" }).click();
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.waitForURL(/tab=json/);
  const again = await app.open(page.url().slice(app.url.length));
  const item = again.getByRole("treeitem", { name: "searchAtlas" });
  await item.waitFor();
  expect(await item.getAttribute("aria-selected")).toBe("true");
  expect(await again.getByRole("tab", { name: "JSON" }).getAttribute("aria-selected")).toBe("true");
});

test("searches what came out of every compared run", async () => {
  const page = await app.open(`/compare/runs?runs=${baseline.runId},${candidate.runId}`);
  const rows = page.getByRole("grid", { name: "Compared cases" }).getByRole("row");
  await rows.nth(2).waitFor();
  // What only the run that is no baseline says.
  await page.getByLabel("Search cases").fill("Australia is Australia City");
  await page.getByText(/^1 of \d+ cases$/).waitFor();
  await rows.filter({ hasText: "dp-australia" }).waitFor();
});

test.each([
  "/runs",
  runPath,
  comparePath,
  `${comparePath}&case=dp-turkey`,
  `/compare/traces?new=${sessionIdOf(candidate.runId, 2)}&old=${sessionIdOf(baseline.runId, 2)}`,
  `/compare/runs?runs=${baseline.runId},${candidate.runId}`,
  sessionPath,
  "/sessions",
])("fits 320 px: %s", async (path) => {
  const page = await app.open(path, { width: 320, height: 640 });
  await page.locator("[data-list]").first().waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
});

test("has not thrown in any page", () => {
  expect(app.complaints).toEqual([]);
});
