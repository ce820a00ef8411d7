import { relative } from "node:path";

import { hasError } from "@honeyhive/contract";
import type { CasesSummary, EvaluationResult } from "honeyhive";

import { CliError, exitCodes } from "../cli-error.js";
import { quoteWord } from "../output/quote-word.js";
import { flagsToArguments, type EvalFlags } from "./eval-flags.js";
import type { LoadedEvaluation } from "./load-evaluations.js";

/** Of several evaluations, the one that the run has its name from. */
export async function findResumed(
  possible: readonly LoadedEvaluation[],
  resume: string,
): Promise<readonly LoadedEvaluation[]> {
  if (possible.length <= 1) return possible;
  const names = await Promise.all(possible.map((loaded) => nameOfRun(loaded, resume)));
  const named = possible.filter(({ definition }, index) => definition.name === names[index]);
  if (named.length === 1) return named;
  throw new CliError(
    `Expected one evaluation to resume, found ${possible.length}. Name its file, or use --filter.`,
    exitCodes.usage,
  );
}

/** Undefined where the evaluation keeps no journal of it. */
async function nameOfRun(
  { definition: { journal } }: LoadedEvaluation,
  resume: string,
): Promise<string | undefined> {
  const { readLocalRun } = await import("honeyhive");
  try {
    return (await readLocalRun(resume, { journal: journal || undefined })).name;
  } catch {
    return undefined;
  }
}

/** For a run that was interrupted. */
export function resumeHint(path: string, result: CasesSummary, flags: EvalFlags): string {
  if (result.journalPath === undefined) return "The run has no journal and cannot be resumed.\n";
  return `Resume with: ${evalCommand(path, { ...flags, resume: result.runId })}\n`;
}

/** For a run that its budget has stopped: with the same one it would stop again. */
export function leftHint(path: string, result: EvaluationResult, flags: EvalFlags): string {
  const { outcomes, stopReason, journalPath, runId } = result;
  if (stopReason === undefined || outcomes.skipped === 0 || journalPath === undefined) return "";
  const command = evalCommand(path, { ...flags, resume: runId });
  return `To run the ${outcomes.skipped} that are left, once the budget allows more: ${command}\n`;
}

/** For errors that pass, such as an outage. */
export function retryHint(path: string, result: EvaluationResult, flags: EvalFlags): string {
  const { cases, journalPath, runId } = result;
  const count = cases.filter(hasError).length;
  if (count === 0 || journalPath === undefined) return "";
  const command = evalCommand(path, { ...flags, resume: runId, retryErrors: true });
  return `To run ${count} with errors again, in the same run: ${command}\n`;
}

function evalCommand(path: string, flags: EvalFlags): string {
  const words = [relative(process.cwd(), path), ...flagsToArguments(flags)];
  return `npx honeyhive eval ${words.map(quoteWord).join(" ")}`;
}
