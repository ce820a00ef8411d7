import { fileURLToPath } from "node:url";

import { runNode, type NodeResult } from "../support/run-node.js";
import type { TestProject } from "../support/obtain-project.js";

export const e2eFolder = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program that finds its server and key in the environment. */
export function runFixture(program: string, { url, apiKey }: TestProject): Promise<NodeResult> {
  const path = program.startsWith("/")
    ? program
    : fileURLToPath(new URL(`./fixtures/${program}`, import.meta.url));
  return runNode({
    program: path,
    cwd: e2eFolder,
    environment: { HH_API_KEY: apiKey, HH_API_URL: url, HH_PROJECT: "patterns" },
  });
}
