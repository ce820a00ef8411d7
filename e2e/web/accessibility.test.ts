import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { baseline, candidate, repeated } from "./capitals.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp(baseline, candidate, repeated);

const pair = `new=${candidate.runId}&old=${baseline.runId}`;
const all = `runs=${[baseline, candidate, repeated].map(({ runId }) => runId).join()}`;
const sessions = `new=${sessionIdOf(candidate.runId, 2)}&old=${sessionIdOf(baseline.runId, 2)}`;
const failed = `/sessions/${sessionIdOf(candidate.runId, 6)}?run=${candidate.runId}`;

test.each([
  "/runs",
  `/runs/${candidate.runId}`,
  `/runs/${repeated.runId}`,
  `/compare?${pair}&case=dp-australia`,
  `/compare/traces?${sessions}`,
  `/compare/runs?${all}`,
  failed,
  "/sessions",
  "/datasets",
  "/monitor",
  "/queues",
  "/metric-definitions/new",
  "/prompts",
])("%s has names, roles and contrasts that axe accepts, light and dark", async (path) => {
  const page = await app.open(path);
  await page
    .locator("[data-list], [aria-label='Cost by model'], [aria-label='The span']")
    .first()
    .waitFor();
  await page.evaluate(axe.source);
  expect(await violations(page, "axe.run()")).toEqual([]);
  // Style sheets alone know of the scheme: nothing but colours can differ.
  const readColour = (): Promise<string> => page.evaluate("getComputedStyle(document.body).color");
  const light = await readColour();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(readColour).not.toBe(light);
  await page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished))");
  expect(await violations(page, "axe.run({ runOnly: ['color-contrast'] })")).toEqual([]);
});

test("compares three runs, with another baseline and a case opened by keyboard alone", async () => {
  const page = await app.open("/runs");
  for (const name of ["three trials", "baseline prompt", "shorter prompt"]) {
    await page.getByLabel(`Select ${name} for comparison`).click();
  }
  await page.keyboard.press("c");
  const summary = page.getByRole("region", { name: "Runs by metric" });
  const correct = summary.getByRole("row", { name: /^correct/ });
  await correct.waitFor();
  expect(await correct.textContent()).toMatch(/0\.7789 of 9.*0\.8758 of 9.*over \d pairs/);
  expect(await page.getByText(/corrected over all \d comparisons of this page/).count()).toBe(1);

  await summary.getByRole("radio", { name: "baseline is shorter prompt" }).focus();
  await page.keyboard.press("Space");
  await page.waitForURL(`**base=${candidate.runId}**`);
  await page.getByRole("columnheader", { name: "shorter prompt (baseline)" }).waitFor();

  await page.getByRole("button", { name: /^lost since baseline/ }).click();
  const rows = page.getByRole("grid", { name: "Compared cases" }).getByRole("row");
  await rows.filter({ hasText: "dp-turkey" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("turkey");
  await page.getByText(/^1 of \d+ trials$/).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const output = page.getByRole("region", { name: "Output of baseline prompt" });
  await output.locator("ins").first().waitFor();
  expect(await output.textContent()).toMatch(/✗failed.*correctfailed: false−1/);
  await page.reload();
  await output.waitFor();
  await page.getByRole("region", { name: "Selected case" }).press("Escape");
  await output.waitFor({ state: "hidden" });
});

async function violations(page: Page, run: string): Promise<readonly string[]> {
  const found = await page.evaluate<axe.AxeResults>(run);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
