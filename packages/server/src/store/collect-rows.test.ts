import { expect, test } from "vitest";

import { collectParsed, collectRows } from "./collect-rows.js";

// Async, as engines answer.
async function* chunked(text: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += sizeBytes) {
    yield bytes.subarray(start, start + sizeBytes);
    await Promise.resolve();
  }
}

test.each([1, 3, 7, 1000])("takes lines apart that come in chunks of %i bytes", async (size) => {
  const rows = [{ a: "é 🙂" }, { a: "x".repeat(20) }, {}];
  const lines = rows.map((row) => JSON.stringify(row)).join("\n");
  expect(await collectRows(chunked(lines, size))).toEqual(rows);
  expect(await collectRows(chunked(`${lines}\n\n`, size))).toEqual(rows);
});

test("lets others have their turn while a large answer is read", async () => {
  const lines = `${JSON.stringify({ text: "x".repeat(200) })}\n`.repeat(20_000);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const rows = await collectParsed(chunked(lines, 10_000_000), (row) => {
    const start = performance.now();
    while (performance.now() - start < 0.002);
    return String(row["text"]).length;
  });
  clearInterval(timer);
  expect(rows).toHaveLength(20_000);
  expect(turns).toBeGreaterThan(2);
});

test("takes all of an answer before others have their turn: a connection may end with an error", async () => {
  let turns = 0;
  async function* endingWith(error: Error): AsyncGenerator<Uint8Array> {
    const timer = setInterval(() => (turns += 1), 0);
    for (let chunk = 0; chunk < 10; chunk++) {
      yield Buffer.from(`${JSON.stringify({ text: "x".repeat(200) })}\n`.repeat(2000));
      await Promise.resolve();
    }
    clearInterval(timer);
    throw error;
  }
  const failing = collectParsed(endingWith(new Error("the engine's own")), (row) => {
    const start = performance.now();
    while (performance.now() - start < 0.005);
    return row;
  });
  await expect(failing).rejects.toThrow("the engine's own");
  expect(turns).toBe(0);
});
