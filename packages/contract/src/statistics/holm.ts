/**
 * Holm's correction: p-values of several questions asked of the same data, adjusted so that the chance of even one false
 * alarm stays what it would be for one question. In the order given; null stays null and counts for nothing.
 */
export function holmAdjust(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  for (const { pValue, index, share } of holmShares(pValues)) {
    largest = Math.max(largest, Math.min(1, pValue * share));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** What is asked of a p-value: to be so many times smaller than that of one question would have to be. */
export interface HolmShare {
  readonly pValue: number;
  /** In the list that was given. */
  readonly index: number;
  readonly share: number;
}

/** The smallest p-value first. Equal ones have the same share, whatever their order. */
export function holmShares(pValues: readonly (number | null)[]): HolmShare[] {
  const ranked = pValues
    .flatMap((pValue, index) => (pValue === null ? [] : [{ pValue, index }]))
    .toSorted((left, right) => left.pValue - right.pValue);
  let first = 0;
  return ranked.map((one, rank) => {
    if (one.pValue !== ranked[first]?.pValue) first = rank;
    return { ...one, share: ranked.length - first };
  });
}
