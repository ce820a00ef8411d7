import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

const command = join(fileURLToPath(new URL("../..", import.meta.url)), "packages/cli/dist/bin.js");

/** What the process, and those that it started, have loaded: Node notes it beside what was covered. */
async function loadedBy(argv: readonly string[], coverage: string): Promise<string[]> {
  const env = { ...process.env, NODE_V8_COVERAGE: coverage };
  await promisify(execFile)(process.execPath, [command, ...argv], { env });
  const files = await readdir(coverage);
  const texts = await Promise.all(files.map((file) => readFile(join(coverage, file), "utf8")));
  return texts.flatMap((text) =>
    (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
}

test("commands of the store do not wait until the routes of the server are loaded", async () => {
  await using folder = await makeTemporaryDirectory();
  const migrating = ["store", "migrate", "--store", join(folder.path, "data")];
  const loaded = await loadedBy(migrating, join(folder.path, "coverage"));
  const packages = (urls: readonly string[]): Set<string | undefined> =>
    new Set(urls.map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]));
  expect(packages(loaded)).toContain("commander");
  expect(loaded.some((url) => url.includes("/maintenance/migrate-store.js"))).toBe(true);
  expect(packages(loaded)).not.toContain("hono");
  expect(packages(loaded)).not.toContain("@pydantic/genai-prices");
}, 60_000);
