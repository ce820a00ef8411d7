import { afterAll } from "vitest";

import { openApp, type App } from "./open-app.js";
import { seedRun, type SeedRun } from "./seed.js";

/** The app of a test file, with runs in it, until the last of the file's tests has ended. */
export async function openSeededApp(...runs: readonly SeedRun[]): Promise<App> {
  const app = await openApp();
  afterAll(() => app[Symbol.asyncDispose]());
  for (const run of runs) await seedRun(app, run);
  return app;
}
