import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { findOtherApi } from "./api-version.js";

it("names both versions when the program resolves another API", async () => {
  await using directory = await makeTemporaryDirectory();
  const api = join(directory.path, "node_modules", "@opentelemetry", "api");
  await mkdir(api, { recursive: true });
  await writeFile(join(api, "package.json"), JSON.stringify({ version: "1.99.0" }));
  await writeFile(join(api, "index.js"), "");
  const script = join(directory.path, "main.js");
  expect(findOtherApi(script, directory.path)).toEqual({ host: "1.99.0", own: "1.9.1" });
  // A tool that runs the program.
  expect(findOtherApi(script, import.meta.dirname)).toBeUndefined();
});

it("finds nothing where versions agree or the program has none", async () => {
  await using directory = await makeTemporaryDirectory();
  expect(findOtherApi(import.meta.filename)).toBeUndefined();
  expect(findOtherApi(join(directory.path, "main.js"), directory.path)).toBeUndefined();
});
