import { expect, it } from "vitest";

import { parseCsv, type CsvRecord } from "./parse-csv.js";

const options = { delimiter: ",", fileName: "cases.csv" } as const;

async function parse(chunks: Iterable<string>): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  async function* stream(): AsyncGenerator<string> {
    yield* chunks;
  }
  for await (const record of parseCsv(stream(), options)) records.push(record);
  return records;
}

const text = 'a,"b ""c""\r\n,d",\r\n\r\ne"f,,"😀"\r"","x\r\ny\nz\r",g\n\nlast,"",h';
const records = [
  { fields: ["a", 'b "c"\r\n,d', ""], line: 1 },
  { fields: ['e"f', "", "😀"], line: 4 },
  { fields: ["", "x\r\ny\nz\r", "g"], line: 5 },
  { fields: ["last", "", "h"], line: 10 },
];

it("gives the same records wherever a chunk ends", async () => {
  expect(await parse([text])).toEqual(records);
  expect(await parse(text.split(""))).toEqual(records);
  for (let end = 0; end <= text.length; end++) {
    expect(await parse([text.slice(0, end), "", text.slice(end)])).toEqual(records);
  }
});

it.each([
  ['a,"b"c', 'line 1 of cases.csv to have a delimiter after a closing quote, got "c"'],
  ['a\n"b"😀', 'line 2 of cases.csv to have a delimiter after a closing quote, got "😀"'],
  ['a\r\n\r\n"b\r\n', "line 3 of cases.csv to close the quote"],
])("refuses %j", async (wrong, message) => {
  await expect(parse([wrong])).rejects.toThrow(message);
  await expect(parse([wrong.slice(0, 4), wrong.slice(4)])).rejects.toThrow(message);
});

it("keeps of a large text little more than the text", async () => {
  const line = `1,"${'some "" words, '.repeat(64)}",${"plain ".repeat(20)}\n`;
  const chunk = line.repeat(50);
  const before = process.memoryUsage().heapUsed;
  const parsed = await parse(Array.from({ length: 200 }, () => chunk));
  expect(parsed).toHaveLength(10_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * chunk.length * 200);
});
