/**
 * Whose metric that is, out of the evaluators' names: its own, or the longest that it begins with, as `judge.tone` of
 * `judge`. Undefined where it is nobody's.
 */
export function ownerOf(metric: string, evaluators: readonly string[]): string | undefined {
  let owner: string | undefined;
  for (const name of evaluators) {
    if (metric === name) return name;
    if (metric.startsWith(`${name}.`) && name.length > (owner?.length ?? -1)) owner = name;
  }
  return owner;
}
