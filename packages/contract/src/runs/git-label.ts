/** `main at afaca0eda8 with changes`, as far as the `git` of a run's metadata says it; undefined where it says nothing. */
export function gitLabel(git: unknown): string | undefined {
  if (typeof git !== "object" || git === null) return undefined;
  const { branch, commit_hash: commit, is_dirty: isDirty }: Record<string, unknown> = { ...git };
  if (typeof branch !== "string" && typeof commit !== "string") return undefined;
  const place = typeof branch === "string" ? branch : "no branch";
  const point = typeof commit === "string" ? commit.slice(0, 10) : "no commit";
  return `${place} at ${point}${isDirty === true ? " with changes" : ""}`;
}
