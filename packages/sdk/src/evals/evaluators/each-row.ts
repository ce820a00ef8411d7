const cellsAtOnce = 2_000_000;

/**
 * Calls `step` for each row of a table of so many cells. A small one is done at once; between the parts of a larger one
 * the program goes on, so that a limit of time can end it.
 */
export function eachRow(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  step: (row: number) => void,
  signal: AbortSignal,
): void | Promise<void> {
  const rowsAtOnce = Math.max(1, Math.floor(cellsAtOnce / Math.max(1, columns)));
  if (rows > rowsAtOnce) return inParts(rows, rowsAtOnce, { step, signal });
  for (let row = 0; row < rows; row++) step(row);
}

interface Stepping {
  readonly step: (row: number) => void;
  readonly signal: AbortSignal;
}

async function inParts(rows: number, atOnce: number, { step, signal }: Stepping): Promise<void> {
  for (let row = 0; row < rows; row++) {
    step(row);
    if ((row + 1) % atOnce !== 0) continue;
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
}
