import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { readDataset } from "./read-dataset.js";

async function readText(name: string, text: string | Buffer): Promise<unknown[]> {
  await using directory = await makeTemporaryDirectory();
  const path = join(directory.path, name);
  await writeFile(path, text);
  return (await readDataset(path)).map(({ row }) => row);
}

const failureOf = (name: string, text: string | Buffer): Promise<string> =>
  readText(name, text).then(
    (rows) => `read ${rows.length} rows`,
    (error: Error) => error.message,
  );

it("reads the file of a URL, and of no other kind of URL", async () => {
  await using directory = await makeTemporaryDirectory();
  const path = join(directory.path, "a ä.jsonl");
  await writeFile(path, '{"inputs":{"n":1}}');
  const rows = await readDataset(pathToFileURL(path));
  expect(rows.map(({ row }) => row)).toEqual([{ inputs: { n: 1 } }]);
  await expect(readDataset(new URL("https://example.com/rows.csv"))).rejects.toMatchObject({
    code: "INVALID_DATASET",
    message: expect.stringContaining("got https://example.com/rows.csv. Fetch its rows"),
  });
});

describe("CSV", () => {
  it("takes quoted delimiters, quotes and line breaks, CRLF, a byte order mark and empty lines", async () => {
    const text =
      '\uFEFFid,question,ground_truth\r\nc1,"a ""b"", c","two\r\nlines"\r\n\r\n,plain,\r\n';
    expect(await readText("cases.csv", text)).toEqual([
      { id: "c1", inputs: { question: 'a "b", c' }, groundTruth: "two\r\nlines" },
      { inputs: { question: "plain" }, groundTruth: "" },
    ]);
  });

  it("makes objects of dotted columns and leaves numbers as text", async () => {
    expect(
      await readText("cases.tsv", "inputs.q\tn\tground_truth.a\tground_truth.b\nx\t1\t2\t3"),
    ).toEqual([{ inputs: { q: "x", n: "1" }, groundTruth: { a: "2", b: "3" } }]);
  });

  it("makes metadata of its columns, without those cells that are empty", async () => {
    const text = "q,metadata.lang,metadata.tags.0,metadata\nx,de,,1\ny,,,2\n";
    expect(await readText("cases.csv", text)).toEqual([
      { inputs: { q: "x", metadata: "1" }, metadata: { lang: "de" } },
      { inputs: { q: "y", metadata: "2" }, metadata: {} },
    ]);
  });

  it("keeps a column called __proto__ a column", async () => {
    const [row] = await readText("cases.csv", "__proto__\nx\n");
    expect(Object.keys((row as { inputs: object }).inputs)).toEqual(["__proto__"]);
  });

  it("reads a file of many chunks whose fields cross them", async () => {
    const cell = "é,".repeat(100);
    const rows = Array.from({ length: 2000 }, (_, index) => `${index},"${cell}"`);
    const read = await readText("cases.csv", `n,text\n${rows.join("\n")}`);
    expect(read).toHaveLength(2000);
    expect(read.at(-1)).toEqual({ inputs: { n: "1999", text: cell } });
  });

  it.each([
    ["a field too many", "a,b\n1,2\n1,2,3\n", "line 3 of cases.csv to have 2 fields"],
    ["a comma in one column", "a\n1,2\n", "line 2 of cases.csv to have 1 field, as"],
    [
      "a quote that stays open",
      'a,b\n"x\ny",1\n2,"open\n3\n',
      "line 4 of cases.csv to close the quote",
    ],
    ["text after a quote", 'a,b\n"x"y,1\n', "line 2 of cases.csv to have a delimiter"],
    ["a column twice", "a,inputs.a\n1,2\n", "line 1 of cases.csv to name each column once"],
    [
      "inputs as a whole beside one of them",
      "inputs,inputs.a\n{},1\n",
      "line 1 of cases.csv to have either a column `inputs` or columns `inputs.<key>`, got both. Drop",
    ],
    ["another delimiter", "id;q\n1;2\n", 'line 1 of cases.csv to separate columns by ",", got one'],
    ["UTF-16", "i\0d\0,\0q\0", "cases.csv to be text in UTF-8, got UTF-16"],
    ["no inputs", "id,ground_truth\n1,2\n", "line 1 of cases.csv to name at least one column"],
    [
      "Windows-1252",
      Buffer.from("q\ncafé\n", "latin1"),
      "cases.csv to be text in UTF-8, got another",
    ],
    [
      "half a letter",
      Buffer.from("q\né").subarray(0, 3),
      "cases.csv to be text in UTF-8, got another",
    ],
  ])("names the line of %s", async (_, text, message) => {
    expect(await failureOf("cases.csv", text)).toContain(message);
  });
});

describe("JSON", () => {
  const rows = [{ inputs: { q: 'a "]" \\ , é' } }, { inputs: { q: "b", deep: [[1], { x: [] }] } }];

  it("is read line by line, or element by element", async () => {
    const lines = `${rows.map((row) => JSON.stringify(row)).join("\r\n\r\n")}\n`;
    expect(await readText("cases.jsonl", lines)).toEqual(rows);
    expect(await readText("cases.json", JSON.stringify(rows, null, 2))).toEqual(rows);
    expect(await readText("cases.json", " [ ]\n")).toEqual([]);
  });

  it.each([
    [
      "cases.jsonl",
      '{"inputs":{}}\n{"inputs":\n',
      "line 2 of cases.jsonl to be JSON, got what is none",
    ],
    [
      "cases.json",
      '[\n{"inputs":{}},\n{"inputs":}\n]',
      "line 3 of cases.json to be JSON, got what is none",
    ],
    ["cases.json", '[{"inputs":{}},]', 'line 1 of cases.json to have a row before "]"'],
    ["cases.json", '{"rows":[]}', "line 1 of cases.json to start an array"],
    ["cases.json", '[{"a":1}\n', "line 2 of cases.json to end the array"],
    ["cases.json", "[] 1", "line 1 of cases.json to have nothing after"],
  ])("names the line in %s", async (name, text, message) => {
    const failure = await failureOf(name, text);
    expect(failure).toContain(message);
    expect(failure.at(-1)).toBe(".");
  });
});

describe("other sources", () => {
  const rows = [{ inputs: { n: 1 } }, { inputs: { n: 2 } }];

  it.each<[string, unknown]>([
    ["a set", new Set(rows)],
    [
      "a generator function",
      function* generate() {
        yield* rows;
      },
    ],
    [
      "an async generator function",
      async function* generate() {
        yield* rows;
      },
    ],
    [
      "an async iterable",
      (async function* generate() {
        yield* rows;
      })(),
    ],
    ["a function that promises an array", async () => rows],
  ])("takes %s", async (_, dataset) => {
    expect((await readDataset(dataset)).map(({ row }) => row)).toEqual(rows);
  });

  it("gives up a generator that does not end, and says why it has to", async () => {
    let made = 0;
    const endless = function* endless() {
      for (;;) yield { inputs: { n: made++ } };
    };
    await expect(readDataset(endless)).rejects.toThrow(
      /to end, got 1000000 rows and more to come\. All rows are read before the first case/,
    );
    expect(made).toBe(1_000_001);
  });

  it("says once that a slow source is still read, and how far", async () => {
    let goOn: (() => void) | undefined;
    const heard: number[] = [];
    const slow = async function* slow() {
      yield rows[0];
      await new Promise<void>((resolve) => (goOn = resolve));
      yield rows[1];
    };
    const onSlow = (count: number): void => {
      heard.push(count);
      goOn?.();
    };
    expect(await readDataset(slow, { onSlow, slowAfterMs: 20 })).toHaveLength(2);
    expect(heard).toEqual([1]);
  });

  it("is left when the evaluation is cancelled, though it hangs or goes on", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const hangs = async function* hangs() {
      yield rows[0];
      controller.abort();
      await new Promise(() => undefined);
    };
    await expect(readDataset(hangs, { signal })).rejects.toMatchObject({
      code: "CANCELLED",
      message: expect.stringContaining("(rows so far: 1). No case has run."),
    });
    let close: (() => void) | undefined;
    const isClosed = new Promise<void>((resolve) => (close = resolve));
    const goesOn = async function* goesOn() {
      try {
        for (;;) yield rows[0];
      } finally {
        close?.();
      }
    };
    await expect(readDataset(goesOn, { signal })).rejects.toMatchObject({ code: "CANCELLED" });
    await isClosed;
    expect(await readDataset(rows, { signal })).toHaveLength(2);
  });

  it("says at which row a source failed", async () => {
    const dataset = function* broken() {
      yield rows[0];
      throw new Error("no more");
    };
    await expect(readDataset(dataset)).rejects.toThrow("row 2 of `dataset`, got Error: no more");
  });

  it("says what it cannot read", async () => {
    await expect(readDataset("cases.xlsx")).rejects.toThrow('.json, got "cases.xlsx"');
    await expect(readDataset("missing.csv")).rejects.toThrow("ENOENT");
    await expect(readDataset(5)).rejects.toThrow("Expected `dataset` to be an array");
  });
});
