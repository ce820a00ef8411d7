/**
 * Holm's correction: p-values of several questions asked of the same data, adjusted so that the chance of even one false
 * alarm stays what it would be for one question. In the order given; null stays null and counts for nothing.
 */
export function holmAdjust(pValues: readonly (number | null)[]): (number | null)[] {
  const ranked = pValues
    .flatMap((pValue, index) => (pValue === null ? [] : [{ pValue, index }]))
    .toSorted((left, right) => left.pValue - right.pValue);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  for (const [rank, { pValue, index }] of ranked.entries()) {
    largest = Math.max(largest, Math.min(1, pValue * (ranked.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
