/** Levenshtein distance in UTF-16 units. */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + Number(left[row - 1] !== right[column - 1]),
        ),
      );
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
