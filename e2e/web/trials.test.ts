import { afterAll, beforeAll, expect, test } from "vitest";

import { repeated } from "./capitals.js";
import { openApp, type App } from "./open-app.js";
import { seedRun, sessionIdOf } from "./seed.js";

let app: App;

beforeAll(async () => {
  app = await openApp();
  await seedRun(app, repeated);
});

afterAll(async () => {
  expect(app.complaints).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const runPath = `/runs/${repeated.runId}`;
/** Turkey's second trial, the last to start. */
const sessionPath = `/sessions/${sessionIdOf(repeated.runId, 17)}?run=${repeated.runId}`;

test("lists the trials of a case together, numbered, with how the others ended", async () => {
  const page = await app.open(`${runPath}?q=turkey`);
  await page.getByText("3 of 18 trials").waitFor();
  const rows = page.getByRole("grid", { name: "Cases" }).getByRole("row");
  const texts = await rows.allTextContents();
  expect(texts.slice(1).map((text) => /6dp-turkey(\d of 3)/.exec(text)?.[1])).toEqual([
    "1 of 3",
    "2 of 3",
    "3 of 3",
  ]);
  const marks = rows.nth(1).getByRole("link", { name: /^Trial/ });
  expect(await marks.evaluateAll((all) => all.map((one) => one.getAttribute("title")))).toEqual([
    "Trial 1: passed",
    "Trial 2: failed",
    "Trial 3: passed",
  ]);
});

test("keeps the flaky cases, and says of how many trials its numbers are", async () => {
  const page = await app.open(runPath);
  await page.getByText("18 of 18 trials; 0 errors").first().waitFor();
  await page.getByRole("button", { name: "flaky cases 2" }).click();
  await page.getByText("6 of 18 trials", { exact: true }).waitFor();
  const cases = page.getByRole("grid", { name: "Cases" }).locator("a[title^=dp-]");
  expect(new Set(await cases.allTextContents())).toEqual(new Set(["5dp-brazil", "6dp-turkey"]));
});

test("says in a trace which trial it is, and goes to the others", async () => {
  const page = await app.open(sessionPath);
  await page.getByText("trial 2 of 3").waitFor();
  await page.getByText("trial 17 of 18").waitFor();
  expect(await page.getByTitle("Case", { exact: true }).textContent()).toBe("dp-turkey");
  await page.getByRole("link", { name: "Trial 3: passed" }).click();
  await page.getByText("trial 3 of 3").waitFor();
  await page.keyboard.press("[");
  await page.getByText("trial 2 of 3").waitFor();
});
