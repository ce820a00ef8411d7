import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { profileNames } from "./profile-name.js";
import { describeKind, listOptions } from "./read-options.js";
import { resolveSettings } from "./settings.js";

const document = readFileSync(
  fileURLToPath(new URL("../../../../docs/configuration.md", import.meta.url)),
  "utf8",
);

/** The cells of the table below a heading, without its head. */
function rowsBelow(heading: string): string[][] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it("the documented options are those that the SDK works with", () => {
  expect(rowsBelow("Options")).toEqual(
    listOptions().map(([name, { group, kind, variables, defaultText, effect }]) => [
      `\`${group === undefined ? "" : `${group}.`}${name}\``,
      typeof kind === "string" ? kind : describeKind(kind).replaceAll('"', "`"),
      variables
        .map(
          (variable) =>
            `\`${variable.name}\`` +
            (variable.scale === 1000 ? " (s)" : "") +
            (variable.isNegated === true ? " (the opposite)" : ""),
        )
        .join(", "),
      defaultText,
      effect,
    ]),
  );
});

it("the documented profiles are those that the SDK works with", () => {
  const documented = Object.fromEntries(
    rowsBelow("Profiles").map(([name, _detection, ...numbers]) => [name, numbers]),
  );
  const expected = profileNames.map((name) => {
    const { maxSockets, limits, flushTimeoutMs } = resolveSettings({}, name, "balanced");
    const numbers = [
      String(maxSockets),
      `${limits.timeoutMs / 1000} s`,
      String(limits.maxBatchCount),
      `${(flushTimeoutMs / 1000).toFixed(1)} s`,
    ];
    return [`\`${name}\``, numbers];
  });
  expect(documented).toEqual(Object.fromEntries(expected));
});

it("the files that docs/features.md names exist", () => {
  const root = new URL("../../../../", import.meta.url);
  const text = readFileSync(fileURLToPath(new URL("docs/features.md", root)), "utf8");
  const files = [...text.matchAll(/`((?:packages|apps|e2e|testing|examples)\/[^`]+)`/g)].map(
    (match) => match[1] ?? "",
  );
  expect(files.filter((file) => !existsSync(fileURLToPath(new URL(file, root))))).toEqual([]);
});
