import type { ExperimentRun } from "@honeyhive/contract";

/** The command that runs some cases of an evaluation again, or all of them, and compares with this run. */
export function rerunCommand(
  run: Pick<ExperimentRun, "run_id" | "name">,
  caseIds: readonly string[] = [],
): string {
  const words = [
    ...(run.name === "" ? [] : ["--filter", quote(run.name)]),
    ...caseIds.flatMap((id) => ["--case", quote(id)]),
    "--baseline",
    run.run_id,
  ];
  return `npx honeyhive eval ${words.join(" ")}`;
}

/** The same for a program that calls `evaluate()` itself; undefined for all cases, which it runs anyway. */
export function rerunProgram(caseIds: readonly string[] = []): string | undefined {
  if (caseIds.length === 0) return undefined;
  // Commas separate the ids, unless they are JSON.
  const isPlain = caseIds.every((id) => /^[^,[\s][^,\s]*$/.test(id));
  return `HH_EVAL_CASES=${quote(isPlain ? caseIds.join(",") : JSON.stringify(caseIds))} node main.js`;
}

/** As a POSIX shell reads it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
