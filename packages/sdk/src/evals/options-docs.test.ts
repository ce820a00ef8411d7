import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { knownOptions } from "./resolve-evaluation.js";

it("the documented options of evaluate() are those that it has", () => {
  const path = fileURLToPath(new URL("../../../../docs/configuration.md", import.meta.url));
  const [, section = ""] = readFileSync(path, "utf8").split("\n## Options of `evaluate()`\n");
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => [name, true]);
  expect(documented).toHaveLength(Object.keys(knownOptions).length);
  expect(Object.fromEntries(documented)).toEqual(knownOptions);
});
