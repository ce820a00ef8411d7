import { setImmediate as nextTurn } from "node:timers/promises";

export type Row = Readonly<Record<string, unknown>>;

/** How long rows of one answer may hold the event loop. */
const turnMs = 5;

/** Parses newline-delimited JSON, also where a line is spread over chunks. */
export function collectRows(chunks: AsyncIterable<Uint8Array>): Promise<Row[]> {
  return collectParsed(chunks, (row) => row);
}

/** The same, each row made into what it means as soon as it is there: an answer may be of many megabytes. */
export async function collectParsed<Result>(
  chunks: AsyncIterable<Uint8Array>,
  parse: (row: Row) => Result,
): Promise<Result[]> {
  const rows: Result[] = [];
  const take = (line: Buffer): void => {
    // Every engine answers with one JSON object a line.
    if (line.length > 0) rows.push(parse(JSON.parse(line.toString("utf8")) as Row));
  };
  let unended: Buffer[] = [];
  let endMs = performance.now() + turnMs;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      const last = bytes.subarray(start, end);
      take(unended.length === 0 ? last : Buffer.concat([...unended, last]));
      unended = [];
      start = end + 1;
      if (performance.now() < endMs) continue;
      await nextTurn();
      endMs = performance.now() + turnMs;
    }
    if (start < bytes.length) unended.push(bytes.subarray(start));
  }
  take(Buffer.concat(unended));
  return rows;
}
