import { fileURLToPath } from "node:url";

import { runNode, type NodeResult } from "../support/run-node.js";
import type { TestServer } from "../support/start-test-server.js";

export const e2eFolder = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program that finds its server and key in the environment. */
export function runFixture(program: string, { server }: TestServer): Promise<NodeResult> {
  const path = program.startsWith("/")
    ? program
    : fileURLToPath(new URL(`./fixtures/${program}`, import.meta.url));
  return runNode({
    program: path,
    cwd: e2eFolder,
    environment: { HH_API_KEY: server.apiKey, HH_API_URL: server.url, HH_PROJECT: "patterns" },
  });
}
