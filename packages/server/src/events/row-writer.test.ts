import { expect, test } from "vitest";

import { BufferPool } from "../lib/buffer-pool.js";
import { eventRowColumns, toEventTexts } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { joinRows } from "./join-rows.js";
import { encodedColumns, RowWriter } from "./row-writer.js";

const pageBytes = 256 * 1024;

/** Rows from short ones to those that no page holds, of characters of one to four bytes. */
const events = Array.from({ length: 400 }, (_, index) => ({
  ...mapped({}),
  event_name: ["a", "é", "試", "🐝"][index % 4]?.repeat((index * 7919) % 4000) ?? "",
  inputs: { text: index % 150 === 149 ? "é".repeat(pageBytes) : "" },
}));
const lines = events.map(
  (event) =>
    `${toEventTexts(event, 0)
      .join("\t")
      .replace(/\t\d+\.\d+\t0\t/, "\t")}\t\t30\n`,
);

/** Without the moment at which a row was encoded. */
function toLines(text: string): string[] {
  return text.split(/(?<=\n)/).map((line) => line.replace(/\t\d+\.\d+\t0\t/, "\t"));
}

test("joins rows that were written into pages, beside pages and alone to the same text", async () => {
  const writer = new RowWriter(() => 30, new BufferPool({ maxIdleBytes: 10 * pageBytes }));
  const rows = events.map((event) => writer.encode(event).row);
  const pieces = await joinRows(rows);
  expect(toLines(Buffer.concat(pieces).toString())).toEqual(lines);
  expect(pieces.length).toBeLessThan(rows.length / 4);
  expect(encodedColumns).toHaveLength(eventRowColumns.length + 2);
});

test("leaves memory alone until it is released", () => {
  const pool = new BufferPool({ maxIdleBytes: 10 * pageBytes });
  const [one, two] = [new RowWriter(() => 30, pool), new RowWriter(() => 30, pool)];
  const first = events.map((event) => one.encode(event).row);
  const texts = first.map(String);
  const second = events.map((event) => two.encode({ ...event, event_name: "other" }).row);
  expect(first.map(String)).toEqual(texts);
  const memory = new Set(first.map(({ buffer }) => buffer));
  expect(second.some(({ buffer }) => buffer.byteLength === pageBytes && memory.has(buffer))).toBe(
    false,
  );
  one.release();
  expect(memory.has(pool.take(pageBytes).buffer)).toBe(true);
});
