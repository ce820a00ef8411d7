import { readFile } from "node:fs/promises";

import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { seedRun, type SeedRun } from "./seed.js";

const caseCount = 160;
const before = manyCases("0e0e0e0e-0000-4000-8000-000000000000", "before");
const after = manyCases("0f0f0f0f-0000-4000-8000-000000000000", "after");
const paths = {
  run: `/runs/${after.runId}`,
  comparison: `/compare?new=${after.runId}&old=${before.runId}`,
  comparisons: `/compare/runs?runs=${before.runId},${after.runId}`,
};

let app: App;

beforeAll(async () => {
  app = await openApp();
  await seedRun(app, before);
  await seedRun(app, after);
});

afterAll(() => app[Symbol.asyncDispose]());

function manyCases(runId: string, name: string): SeedRun {
  const cases = Array.from({ length: caseCount }, (_, index) => ({
    datapointId: `case-${String(index).padStart(3, "0")}`,
    question: `Question number ${index}`,
    answer: `${name} says ${index}`,
    groundTruth: `truth ${index}`,
    scores: { length: index / caseCount },
    outcome: "passed" as const,
  }));
  return { runId, name, cases };
}

async function openTable(path: string): Promise<{ page: Page; rows: Locator; asked: string[] }> {
  const page = await app.open("/queues");
  const asked: string[] = [];
  page.on("request", (request) =>
    asked.push(new URL(request.url()).pathname + new URL(request.url()).search),
  );
  await page.goto(app.url + path);
  const rows = page.getByRole("grid", { name: /ases$/ }).getByRole("row");
  await rows.filter({ hasText: "Question number 0" }).waitFor();
  return { page, rows, asked };
}

test.each(Object.entries(paths))(
  "reads what went in and came out of the cases in sight alone: %s",
  async (_name, path) => {
    const { page, rows, asked } = await openTable(path);
    await page.getByRole("grid", { name: /ases$/ }).press("End");
    await rows.filter({ hasText: `Question number ${caseCount - 1}` }).waitFor();
    const results = asked.filter((one) => one.includes("/result"));
    expect(results.filter((one) => !one.endsWith("?detail=scores"))).toEqual([]);
  },
);

test.each(Object.entries(paths))(
  "searches what came out of cases that are not in sight: %s",
  async (_name, path) => {
    const { page, rows } = await openTable(path);
    await page.getByLabel("Search cases").fill("after says 150");
    await page.getByText(`1 of ${caseCount} cases`).waitFor();
    await rows.filter({ hasText: "Question number 150" }).waitFor();
  },
);

test.each(Object.entries(paths))(
  "saves what came out of cases that are not in sight: %s",
  async (_name, path) => {
    const { page } = await openTable(path);
    const button = page
      .getByRole("group", { name: "Export what is shown" })
      .getByRole("button", { name: "JSON" });
    const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const saved = await readFile(await file.path(), "utf8");
    expect(JSON.parse(saved)).toHaveLength(caseCount);
    for (const text of ["Question number 150", "after says 150"]) expect(saved).toContain(text);
  },
);

test("shows what went in and came out of a compared case that is opened", async () => {
  const page = await app.open(`${paths.comparison}&case=case-150`);
  const detail = page.getByRole("region", { name: "Selected case" });
  await detail.getByText("truth 150").waitFor();
  await detail.getByText("before says 150").waitFor();
});

test("has not thrown in any page", () => {
  expect(app.complaints).toEqual([]);
});
