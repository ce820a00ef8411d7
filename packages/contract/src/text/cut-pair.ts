/**
 * Two texts that are compared, each of at most so many characters. Where both begin alike, such as two versions of a
 * prompt, they are shown from a little before the first difference.
 */
export function cutPair(
  texts: readonly [string, string],
  maxLength: number,
): readonly [string, string] {
  const [left, right] = texts;
  if (left.length <= maxLength && right.length <= maxLength) return texts;
  const same = sharedLength(left, right);
  const isInSight = same < maxLength / 2;
  const from = isInSight ? 0 : Math.max(0, same - Math.floor(maxLength / 3));
  return [cut(left, from, maxLength), cut(right, from, maxLength)];
}

function sharedLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length === right.length && length === left.length ? 0 : length;
}

function cut(text: string, from: number, maxLength: number): string {
  const start = from === 0 ? "" : "…";
  const rest = start + text.slice(from);
  return rest.length <= maxLength ? rest : `${rest.slice(0, maxLength - 1)}…`;
}
