import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { makeFolder } from "./make-folder.js";

describe("making a folder", () => {
  it("makes what it is in, with the mode, and nothing the second time", async () => {
    await using folder = await makeTemporaryDirectory();
    const path = join(folder.path, "a", "b");
    makeFolder(path, 0o700);
    makeFolder(path, 0o755);
    expect([path, join(path, "..")].map((made) => statSync(made).mode & 0o777)).toEqual([
      0o700, 0o700,
    ]);
  });

  it.runIf(existsSync("/proc/self"))("ends where the system lets nobody make one", () => {
    expect(() => makeFolder("/proc/honeyhive/reports")).toThrow("ENOENT");
  });

  it("says when a file is in the way", async () => {
    await using folder = await makeTemporaryDirectory();
    writeFileSync(join(folder.path, "file"), "");
    expect(() => makeFolder(join(folder.path, "file", "a"))).toThrow("ENOTDIR");
  });
});
