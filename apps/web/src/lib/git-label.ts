/** `main at afaca0eda8 with changes`, as far as a run's metadata says it; undefined where it says nothing of Git. */
export function gitLabel(git: unknown): string | undefined {
  if (typeof git !== "object" || git === null) return undefined;
  const { branch, commit_hash: commit, is_dirty: isDirty }: Record<string, unknown> = { ...git };
  const parts = [
    ...(typeof branch === "string" ? [branch] : []),
    ...(typeof commit === "string" ? [`at ${commit.slice(0, 10)}`] : []),
    ...(isDirty === true ? ["with changes"] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(" ");
}
