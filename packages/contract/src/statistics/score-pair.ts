/** One case that both runs scored. */
export interface ScorePair {
  readonly id: string;
  readonly old: number;
  readonly new: number;
}

/** Of what is no more than rounding. */
export const tolerance = 1e-12;

/** Zero for what rounding alone makes of equal scores, averaged over different numbers of trials. */
export function differenceOf(pair: ScorePair): number {
  const difference = pair.new - pair.old;
  const scale = Math.max(1, Math.abs(pair.new), Math.abs(pair.old));
  return Math.abs(difference) <= tolerance * scale ? 0 : difference;
}
