import { reproduceCase } from "../reproduce-command.js";
import { describeExchange } from "../describe-exchange.js";
import { describeSite, labelProblem, listFailures } from "../list-problems.js";
import type { EvaluationFailure, ReportedRun, RunsToReport } from "../runs-to-report.js";
import type { Annotation } from "./annotation.js";

/** What went wrong in several runs, what weighs most first. */
export function listAnnotations({ runs, failures }: RunsToReport): Annotation[] {
  const lists = [listStops, listGates, listScores, listRest, listCases];
  return [...failures.map(toAnnotation), ...lists.flatMap((list) => runs.flatMap(list))];
}

function toAnnotation({ file, place, message }: EvaluationFailure): Annotation {
  return { kind: "error", title: `${file} did not run`, message, places: [place, file] };
}

function listStops({ result: { name, stopReason }, file }: ReportedRun): Annotation[] {
  if (stopReason === undefined) return [];
  return [{ kind: "error", title: `${name}: stopped early`, message: stopReason, places: [file] }];
}

function listGates({ result: { name, gates }, file }: ReportedRun): Annotation[] {
  return gates
    .filter(({ hasPassed }) => !hasPassed)
    .map(({ message }) => ({
      kind: "error",
      title: `${name}: gate failed`,
      message,
      places: [file],
    }));
}

function listScores({ result: { name, runScores }, file }: ReportedRun): Annotation[] {
  return runScores.flatMap(({ name: score, error, thrownAt }) => {
    if (error === undefined) return [];
    const message = `${error}${describeSite(thrownAt)}`;
    return [
      { kind: "error", title: `${name}: ${score} failed`, message, places: [thrownAt, file] },
    ] as const;
  });
}

function listRest({ result, file }: ReportedRun): Annotation[] {
  const { name, lateErrors, reportErrors } = result;
  const late = lateErrors.map((message) => ({ title: `${name}: after a case`, message }));
  const missing = reportErrors.map((message) => ({ title: `${name}: report missing`, message }));
  return [...late, ...missing].map((said) => ({ kind: "error", ...said, places: [file] }));
}

function listCases({ result, file }: ReportedRun): Annotation[] {
  return listFailures(result).map((problem) => {
    const { outcome, thrownAt, datapointId } = problem.result;
    const command = reproduceCase(result.reproduceCommand, datapointId);
    return {
      kind: outcome === "failed" ? "warning" : "error",
      title: `${result.name}: ${labelProblem(problem)}`,
      message: `${problem.reason}\n${describeExchange(problem.result)}\nRun it again: ${command}`,
      places: [thrownAt, file],
    };
  });
}
