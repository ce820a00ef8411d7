import { expect, test } from "vitest";

import { formatBytes, formatTime } from "./format.js";
import { pairLines, tableLines, type Column } from "./table.js";

interface Row {
  readonly id: string;
  readonly cases: number;
  readonly name: string;
  readonly branch: string;
}

const columns: readonly Column<Row>[] = [
  { title: "ID", cell: ({ id }) => id },
  { title: "CASES", align: "right", cell: ({ cases }) => String(cases) },
  { title: "NAME", cell: ({ name }) => name },
  { title: "BRANCH", isOptional: true, cell: ({ branch }) => branch },
];
const rows: readonly Row[] = [
  { id: "0123456789", cases: 5000, name: "a", branch: "main" },
  { id: "01", cases: 3, name: "two\n\u001b[31mlines", branch: "topic" },
];

test("tables have a header and aligned columns", () => {
  expect(tableLines(columns, rows)).toEqual([
    "ID          CASES  NAME               BRANCH",
    "0123456789   5000  a                  main",
    String.raw`01              3  two \x1b[31mlines  topic`,
  ]);
});

test("a narrow terminal leaves optional columns out and cuts nothing", () => {
  for (const width of [45, 0]) {
    expect(tableLines(columns, rows, width)[0]).toContain("BRANCH");
  }
  for (const width of [43, 10]) {
    expect(tableLines(columns, rows, width)).toEqual([
      "ID          CASES  NAME",
      "0123456789   5000  a",
      String.raw`01              3  two \x1b[31mlines`,
    ]);
  }
});

test("pairs are aligned, sizes and times are for people", () => {
  expect(
    pairLines([
      ["run", "1"],
      ["created", "2"],
    ]),
  ).toEqual(["run      1", "created  2"]);
  expect([0, 999, 1000, 1_550_000, 7e12].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 KB",
    "1.6 MB",
    "7.0 TB",
  ]);
  expect(["2026-11-22T01:04:59.123Z", undefined, "soon"].map(formatTime)).toEqual([
    "2026-11-22 01:04",
    "–",
    "soon",
  ]);
});
