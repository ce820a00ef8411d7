import { formatCount } from "../output/format.js";

/** Not every server says all that ours does. */
export type Told<Answer> = Partial<Answer>;

export function describeCount(count: number | undefined): string {
  return count === undefined ? "–" : formatCount(count);
}
