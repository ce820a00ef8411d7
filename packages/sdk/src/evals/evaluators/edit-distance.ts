import { eachRow } from "./each-row.js";

const wordSize = 32;

/**
 * Levenshtein distance in UTF-16 units, 32 rows of the table at a time: Myers (1999), "A fast bit-vector algorithm for
 * approximate string matching", in the blocks of Hyyrö (2003).
 */
export function editDistance(
  left: string,
  right: string,
  signal: AbortSignal,
): number | Promise<number> {
  const [long, short] = left.length < right.length ? [right, left] : [left, right];
  const { ofLong, ofShort, count } = numberUnits(long, short);
  /** By how much each cell of the block's last row is more than the one before it. */
  const deltas = new Int8Array(long.length).fill(1);
  /** Where in the block each unit is. */
  const places = new Uint32Array(count);
  const step = (block: number): void => {
    const rows = ofShort.subarray(block * wordSize, (block + 1) * wordSize);
    places.fill(0);
    for (const [row, unit] of rows.entries()) places[unit] = (places[unit] ?? 0) | (1 << row);
    advanceBlock(ofLong, { places, deltas, lastRow: rows.length - 1 });
  };
  const distance = (): number => deltas.reduce((sum, delta) => sum + delta, short.length);
  const blocks = Math.ceil(short.length / wordSize);
  const done = eachRow({ rows: blocks, columns: long.length }, step, signal);
  return done === undefined ? distance() : done.then(distance);
}

interface Block {
  readonly places: Uint32Array;
  readonly deltas: Int8Array;
  readonly lastRow: number;
}

/** Goes over the columns; bits of `more` and `less` are rows where a cell is one more, or less, than that above it. */
function advanceBlock(units: Uint32Array, { places, deltas, lastRow }: Block): void {
  let more = -1;
  let less = 0;
  for (let column = 0; column < units.length; column++) {
    const delta = deltas[column] ?? 0;
    const isMore = Number(delta > 0);
    const isLess = Number(delta < 0);
    const equal = places[units[column] ?? 0] ?? 0;
    const met = equal | isLess;
    const kept = (((met & more) + more) ^ more) | met;
    const moreAcross = less | ~(kept | more);
    const lessAcross = more & kept;
    deltas[column] = ((moreAcross >>> lastRow) & 1) - ((lessAcross >>> lastRow) & 1);
    const shifted = (moreAcross << 1) | isMore;
    const changed = equal | less;
    more = (lessAcross << 1) | isLess | ~(changed | shifted);
    less = shifted & changed;
  }
}

interface NumberedUnits {
  readonly ofLong: Uint32Array;
  readonly ofShort: Uint32Array;
  readonly count: number;
}

/** The units of both texts by small numbers; 0 is one that the short text does not have. */
function numberUnits(long: string, short: string): NumberedUnits {
  const numbers = new Map<number, number>();
  const ofShort = Uint32Array.from({ length: short.length }, (_, index) => {
    const unit = short.charCodeAt(index);
    const known = numbers.get(unit) ?? numbers.size + 1;
    numbers.set(unit, known);
    return known;
  });
  const ofLong = Uint32Array.from(
    { length: long.length },
    (_, index) => numbers.get(long.charCodeAt(index)) ?? 0,
  );
  return { ofLong, ofShort, count: numbers.size + 1 };
}
