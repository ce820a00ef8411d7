import { failAt, type LocatedRow } from "./located-row.js";

/** Rows of a text with one JSON value a line. Empty lines are skipped. */
export async function* readJsonLines(
  chunks: AsyncIterable<string>,
  fileName: string,
): AsyncGenerator<LocatedRow> {
  let line = 0;
  for await (const text of splitLines(chunks)) {
    line++;
    if (text.trim() === "") continue;
    const place = `line ${line} of ${fileName}`;
    yield { row: parseJson(text, place), place };
  }
}

/** @throws {DatasetFileError} naming the place */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failAt(place, `to be JSON, got what is none (${message}). Correct or remove it.`, error);
  }
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  // Parts of a line are joined once: a long line that comes in many chunks must not be scanned again for each.
  let parts: string[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end !== -1; end = chunk.indexOf("\n", start)) {
      parts.push(chunk.slice(start, end));
      yield parts.join("");
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.slice(start));
  }
  yield parts.join("");
}
