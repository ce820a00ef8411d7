import { expect, test } from "vitest";

import { toCsvFile, toJsonFile, type ExportField } from "./table-file.js";

interface Row {
  readonly id: string;
  readonly inputs: unknown;
  readonly score?: number | boolean | null;
}

const fields: readonly ExportField<Row>[] = [
  { name: "id", value: ({ id }) => id },
  { name: "inputs", value: ({ inputs }) => inputs },
  { name: "score", value: ({ score }) => score },
];

const rows: readonly Row[] = [
  { id: "a", inputs: { question: 'Says "hi", twice\n', tags: ["x"] }, score: 0.5 },
  { id: "b", inputs: { question: "مرحبا 👋", n: -1 }, score: false },
];

test("a CSV has the keys of objects as columns, and every character comes back", () => {
  expect(toCsvFile(rows, fields).text).toBe(
    '\uFEFFid,inputs.question,inputs.tags,inputs.n,score\r\na,"Says ""hi"", twice\n","[""x""]",,0.5\r\nb,مرحبا 👋,,-1,false\r\n',
  );
});

test("a CSV keeps values that are no objects beside those that are", () => {
  const mixed = [
    { id: "a", inputs: "text" },
    { id: "b", inputs: { key: 1 }, score: null },
  ];
  expect(toCsvFile(mixed, fields).text).toBe(
    "\uFEFFid,inputs,inputs.key,score\r\na,text,,\r\nb,,1,\r\n",
  );
});

test("an object of very many keys stays one column", () => {
  const inputs = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, index]));
  expect(toCsvFile([{ id: "a", inputs }], fields).text.split("\r\n")[0]).toBe(
    "\uFEFFid,inputs,score",
  );
});

test("nothing in a CSV runs as a formula, and numbers stay numbers", () => {
  const hostile = [{ id: '=HYPERLINK("http://x")', inputs: "@SUM(A1)", score: -1 }];
  expect(toCsvFile(hostile, fields).text).toContain(`"'=HYPERLINK(""http://x"")",'@SUM(A1),-1`);
});

test("a table without rows still says what its columns are", () => {
  expect(toCsvFile([], fields).text).toBe("\uFEFFid,inputs,score\r\n");
});

test("JSON has every value as it is", () => {
  expect(JSON.parse(toJsonFile(rows, fields).text)).toEqual(rows);
});
