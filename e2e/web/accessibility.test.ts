import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { baseline, candidate, repeated } from "./capitals.js";
import { openApp, type App } from "./open-app.js";
import { seedRun, sessionIdOf } from "./seed.js";

let app: App;

beforeAll(async () => {
  app = await openApp();
  for (const run of [baseline, candidate, repeated]) await seedRun(app, run);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const pair = `new=${candidate.runId}&old=${baseline.runId}`;
const sessions = `new=${sessionIdOf(candidate.runId, 2)}&old=${sessionIdOf(baseline.runId, 2)}`;
const failed = `/sessions/${sessionIdOf(candidate.runId, 6)}?run=${candidate.runId}`;

describe.each([
  "/runs",
  `/runs/${candidate.runId}`,
  `/runs/${repeated.runId}`,
  `/compare?${pair}&case=dp-australia`,
  `/compare/traces?${sessions}`,
  failed,
  "/sessions",
  "/datasets",
  "/monitor",
  "/queues",
])("%s", (path) => {
  let page: Page;

  beforeAll(async () => {
    page = await app.open(path);
    await page.locator("[data-list], [aria-label='Cost by model']").first().waitFor();
    await page.evaluate(axe.source);
  });

  afterAll(() => page.close());

  test.each(["light", "dark"] as const)(
    "has names, roles and contrasts that axe accepts, %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
      expect(found).toEqual([]);
    },
  );
});
