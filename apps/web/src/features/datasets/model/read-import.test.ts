import { describe, expect, test } from "vitest";

import { readImport } from "./read-import.js";

const read = (name: string, ...parts: BlobPart[]): ReturnType<typeof readImport> =>
  readImport(new File(parts, name));

test("reads tables as `honeyhive datasets push` does", async () => {
  const text =
    '\uFEFFid,question,ground_truth.answer\r\nc1,"two\r\nlines, ""quoted""",42\r\n\r\n,plain,\r\n';
  expect(await read("cases.CSV", text)).toEqual({
    fileName: "cases.CSV",
    isText: true,
    problems: [],
    problemCount: 0,
    rows: [
      { id: "c1", inputs: { question: 'two\r\nlines, "quoted"' }, groundTruth: { answer: "42" } },
      { id: undefined, inputs: { question: "plain" }, groundTruth: { answer: "" } },
    ],
  });
});

test("reads rows of JSON by either spelling of the ground truth", async () => {
  const rows = [
    { inputs: { n: 1 }, groundTruth: null },
    { inputs: {}, ground_truth: [1] },
  ];
  const expected = {
    isText: false,
    rows: [
      { id: undefined, inputs: { n: 1 }, groundTruth: null },
      { id: undefined, inputs: {}, groundTruth: [1] },
    ],
  };
  const lines = rows.map((row) => JSON.stringify(row)).join("\n");
  expect(await read("cases.ndjson", lines)).toMatchObject(expected);
  expect(await read("cases.json", JSON.stringify(rows))).toMatchObject(expected);
});

test("reads 10,000 rows", async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `${n},"é, ${n}"\n`);
  const { rows } = await read("cases.csv", "n,text\n", ...lines);
  expect(rows).toHaveLength(10_000);
  expect(rows.at(-1)?.inputs).toEqual({ n: "9999", text: "é, 9999" });
});

describe("says what is wrong, and gives no rows", () => {
  test.each([
    ["an empty file", "a.csv", "", "Expected a.csv to hold at least one row, got an empty file."],
    ["names alone", "a.csv", "q\n", "at least one row, got none. The first line names the columns"],
    ["an empty array", "a.json", "[]", 'at least one row, got none. A row is {"inputs"'],
    ["another ending", "a.xlsx", "x", ".csv, .tsv, .jsonl, .ndjson, .json, got a.xlsx. Save"],
    ["no ending", "folder", "x", "got folder."],
    ["a field too many", "a.csv", "q\n1\n1,2\n", "Expected line 3 of a.csv to have 1 field"],
    ["semicolons", "a.csv", "q;r\n1;2\n", 'line 1 of a.csv to separate columns by ","'],
    ["a quote left open", "a.csv", 'q\n"x\n', "line 2 of a.csv to close the quote"],
    ["UTF-16", "a.csv", "q\0\n\0", "Expected a.csv to be text in UTF-8, got UTF-16"],
    ["no JSON", "a.jsonl", '{"inputs":{}}\n{\n', "Expected line 2 of a.jsonl to be JSON"],
    [
      "a row without inputs",
      "a.jsonl",
      '{"question":1}',
      "line 1 of a.jsonl to be { inputs: {…}, groundTruth? }, got an object with `question`. Put what",
    ],
    [
      "an id twice",
      "a.csv",
      "id,q\nx,1\nx,2\n",
      'Expected line 3 of a.csv to have an id of its own, got "x", as line 2 of a.csv has.',
    ],
  ])("%s", async (_, name, text, message) => {
    const { rows, problems } = await read(name, text);
    expect([rows, problems]).toEqual([[], [expect.stringContaining(message)]]);
  });

  test("another encoding", async () => {
    const { problems } = await read("a.csv", "q\ncaf", new Uint8Array([0xe9]), "\n");
    expect(problems).toEqual([expect.stringContaining("UTF-8, got another encoding")]);
  });

  test("every wrong row, the first five in words", async () => {
    const lines = Array.from({ length: 9 }, (_, n) => (n === 3 ? '{"inputs":{}}' : `{"a":${n}}`));
    const { rows, problems, problemCount } = await read("a.jsonl", lines.join("\n"));
    expect([rows, problemCount, problems.length]).toEqual([[], 8, 5]);
    expect(problems[3]).toContain("Expected line 5 of a.jsonl");
  });

  test("too much of it", async () => {
    const limits = { bytes: 2_000_000, rows: 2 };
    const many = await readImport(new File(["q\n1\n2\n3\n4\n"], "a.csv"), limits);
    expect(many).toMatchObject({
      rows: [],
      problemCount: 1,
      problems: [expect.stringContaining("Expected at most 2 rows in a file, got more in a.csv.")],
    });
    const large = await readImport(new File(["x".repeat(2_000_001)], "a.csv"), limits);
    expect(large.problems).toEqual([
      expect.stringContaining("Expected a file of at most 2 MB, got 3 MB in a.csv. Split it"),
    ]);
  });
});
