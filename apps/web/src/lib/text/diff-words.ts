export interface DiffPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Above this many comparisons two texts are shown as wholly different. */
const maxCells = 4_000_000;

/** A word-by-word difference with the longest common part kept. */
export function diffWords(old: string, current: string): readonly DiffPart[] {
  const before = toWords(old);
  const after = toWords(current);
  const head = commonLength(before, after);
  const tail = commonLength(before.slice(head).toReversed(), after.slice(head).toReversed());
  const middle = diffMiddle(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  );
  const same = (words: readonly string[]): readonly DiffPart[] =>
    words.map((text) => ({ kind: "same", text }));
  return merge([
    ...same(before.slice(0, head)),
    ...middle,
    ...same(before.slice(before.length - tail)),
  ]);
}

function toWords(text: string): readonly string[] {
  return text.match(/\s+|\w+|[^\s\w]/g) ?? [];
}

function commonLength(left: readonly string[], right: readonly string[]): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffPart[] {
  if (before.length * after.length > maxCells) {
    return [
      { kind: "removed", text: before.join("") },
      { kind: "added", text: after.join("") },
    ];
  }
  const lengths = commonLengths(before, after);
  const width = after.length + 1;
  const parts: DiffPart[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const removed = before[row];
    const added = after[column];
    const below = lengths[(row + 1) * width + column] ?? 0;
    const right = lengths[row * width + column + 1] ?? 0;
    if (removed !== undefined && removed === added) {
      parts.push({ kind: "same", text: removed });
      row++;
      column++;
    } else if (removed !== undefined && (added === undefined || below >= right)) {
      parts.push({ kind: "removed", text: removed });
      row++;
    } else {
      parts.push({ kind: "added", text: added ?? "" });
      column++;
    }
  }
  return parts;
}

/** Cell (row, column): how many words the rests of both texts from there on have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const below = lengths[(row + 1) * width + column] ?? 0;
      const right = lengths[row * width + column + 1] ?? 0;
      const diagonal = lengths[(row + 1) * width + column + 1] ?? 0;
      lengths[row * width + column] =
        before[row] === after[column] ? diagonal + 1 : Math.max(below, right);
    }
  }
  return lengths;
}

function merge(parts: readonly DiffPart[]): readonly DiffPart[] {
  const merged: { kind: DiffPart["kind"]; text: string }[] = [];
  for (const { kind, text } of parts) {
    const last = merged.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== "") merged.push({ kind, text });
  }
  return merged;
}
