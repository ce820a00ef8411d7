/** What became of texts that evaluators gave, such as classes. Nobody says which of them are better. */
export interface LabelComparison {
  /** Trials of common cases to which both runs gave a label. */
  readonly paired: number;
  /** Those of them that have another one now. */
  readonly changed: number;
  /** Ids of their cases. */
  readonly changedIds: readonly string[];
}

/** Labels of one metric: by case, then by which of the case's trials has it. */
export type CaseLabels = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Undefined where the runs have no trial with a label in both. */
export function compareLabels(
  ids: readonly string[],
  after: CaseLabels | undefined,
  before: CaseLabels | undefined,
): LabelComparison | undefined {
  if (after === undefined || before === undefined || after.size === 0) return undefined;
  let [paired, changed] = [0, 0];
  const changedIds: string[] = [];
  for (const id of ids) {
    const old = before.get(id);
    const others = [...(after.get(id) ?? [])].filter(([trial]) => old?.has(trial) === true);
    const changes = others.filter(([trial, label]) => old?.get(trial) !== label).length;
    paired += others.length;
    changed += changes;
    if (changes > 0) changedIds.push(id);
  }
  return paired === 0 ? undefined : { paired, changed, changedIds };
}
