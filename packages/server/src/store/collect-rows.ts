import { setImmediate as nextTurn } from "node:timers/promises";

export type Row = Readonly<Record<string, unknown>>;

/** How long rows of one answer may hold the event loop. */
const turnMs = 5;

/** Parses newline-delimited JSON, also where a line is spread over chunks. */
export function collectRows(chunks: AsyncIterable<Uint8Array>): Promise<Row[]> {
  return collectParsed(chunks, (row) => row);
}

/** The same, each row made into what it means, in turns: an answer may be of many megabytes. */
export async function collectParsed<Result>(
  chunks: AsyncIterable<Uint8Array>,
  parse: (row: Row) => Result,
): Promise<Result[]> {
  // All of it first: when a connection ends with an error, what nobody has taken from it is lost, and what the error was.
  const taken: Uint8Array[] = [];
  for await (const chunk of chunks) taken.push(chunk);
  const bytes = Buffer.concat(taken);
  const rows: Result[] = [];
  let endMs = performance.now() + turnMs;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    // Every engine answers with one JSON object a line.
    if (end > start) rows.push(parse(JSON.parse(bytes.toString("utf8", start, end)) as Row));
    start = end + 1;
    if (performance.now() < endMs) continue;
    await nextTurn();
    endMs = performance.now() + turnMs;
  }
  return rows;
}
