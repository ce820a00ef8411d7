import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeTemporaryDirectory } from "./temporary-directory.js";

it("exists until it is disposed, and then is gone with its files", async () => {
  let path: string;
  {
    await using folder = await makeTemporaryDirectory();
    path = folder.path;
    writeFileSync(join(path, "file"), "");
    expect(existsSync(join(path, "file"))).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});
