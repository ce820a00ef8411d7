import { eachRow } from "./each-row.js";

/** Levenshtein distance in UTF-16 units. */
export function editDistance(
  left: string,
  right: string,
  signal: AbortSignal,
): number | Promise<number> {
  const [long, short] = left.length < right.length ? [right, left] : [left, right];
  let previous = Uint32Array.from({ length: short.length + 1 }, (_, index) => index);
  let current = new Uint32Array(short.length + 1);
  const step = (row: number): void => {
    const unit = long.charCodeAt(row);
    let before = row + 1;
    current[0] = before;
    for (let column = 0; column < short.length; column++) {
      const kept = (previous[column] ?? 0) + Number(unit !== short.charCodeAt(column));
      before = Math.min((previous[column + 1] ?? 0) + 1, before + 1, kept);
      current[column + 1] = before;
    }
    [previous, current] = [current, previous];
  };
  const distance = (): number => previous[short.length] ?? 0;
  const done = eachRow({ rows: long.length, columns: short.length }, step, signal);
  return done === undefined ? distance() : done.then(distance);
}
