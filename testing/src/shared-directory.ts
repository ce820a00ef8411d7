import type { TestProject } from "vitest/node";

import { makeTemporaryDirectory } from "./temporary-directory.js";

declare module "vitest" {
  interface ProvidedContext {
    sharedDirectory: string;
  }
}

/** Vitest calls it before all files of a run: a folder that they share, which the end of the run removes. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await makeTemporaryDirectory();
  project.provide("sharedDirectory", directory.path);
  return async () => directory[Symbol.asyncDispose]();
}
