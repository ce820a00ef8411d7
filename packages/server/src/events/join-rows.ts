import { setImmediate as nextTurn } from "node:timers/promises";

/** So many bytes that stand one behind the other are a piece as they are. */
const wholeBytes = 64 * 1024;

/** So many bytes are copied in one turn of the event loop. */
const copiedBytes = 1024 * 1024;

/** The rows in few pieces. What was written one behind the other is not copied. */
export async function joinRows(rows: readonly Buffer[]): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  let apart: Buffer[] = [];
  let apartBytes = 0;
  const join = (): void => {
    if (apart.length > 0) pieces.push(Buffer.concat(apart, apartBytes));
    apart = [];
    apartBytes = 0;
  };
  for (const run of runsOf(rows)) {
    if (run.length >= wholeBytes) {
      join();
      pieces.push(run);
      continue;
    }
    apart.push(run);
    apartBytes += run.length;
    if (apartBytes < copiedBytes) continue;
    join();
    await nextTurn();
  }
  join();
  return pieces;
}

function* runsOf(rows: readonly Buffer[]): Generator<Buffer, void> {
  let start: Buffer | undefined;
  let length = 0;
  for (const row of rows) {
    if (start?.buffer === row.buffer && start.byteOffset + length === row.byteOffset) {
      length += row.length;
      continue;
    }
    if (start !== undefined) yield Buffer.from(start.buffer, start.byteOffset, length);
    [start, length] = [row, row.length];
  }
  if (start !== undefined) yield Buffer.from(start.buffer, start.byteOffset, length);
}
