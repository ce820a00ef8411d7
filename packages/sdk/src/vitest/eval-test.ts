import { relative, resolve } from "node:path";

import { afterAll, describe, test, vi, type TestContext } from "vitest";

import { resolveDestination } from "../evals/server/resolve-destination.js";
import { loadDataset } from "../evals/dataset/load-dataset.js";
import { caseName } from "../evals/report/case-name.js";
import { describeProblem, labelProblem, listProblems } from "../evals/report/list-problems.js";
import { describeRunScore } from "../evals/report/render.js";
import { toPattern } from "../evals/report/reproduce-command.js";
import { resolveEvaluation } from "../evals/resolve-evaluation.js";
import type { EvaluateOptions } from "../evals/types/evaluate-options.js";
import type { EvaluationResult } from "../evals/types/evaluation-result.js";
import type { CaseResult } from "../evals/types/case-result.js";
import type { AnyDatapoint, DatapointInput } from "../evals/types/datapoint.js";
import { describeError } from "../lib/describe-error.js";
import { throwSite } from "../lib/throw-site.js";
import { evaluationMatchers } from "./matchers.js";
import { SharedRun, type RunToStart } from "./shared-run.js";

export interface EvalTestOptions<Row extends AnyDatapoint, Output> extends Omit<
  EvaluateOptions<Row, Output>,
  "name" | "signal" | "handleSignals" | "handleUncaught" | "reproduceCommand"
> {
  /**
   * Whether a case whose scores say no fails its test. By default it does, unless there are gates: then they judge, and
   * the test says what was wrong in its notes. Errors, timeouts and cases that a budget has left out always fail.
   */
  readonly failedCases?: "fail" | "report" | undefined;
}

/** Defines the tests of one evaluation, under its name. */
export type DefineEvalTest = <Row extends AnyDatapoint = DatapointInput, Output = unknown>(
  name: string,
  options: EvalTestOptions<Row, Output>,
) => void;

/**
 * Chooses which evaluations run, as `describe` does. What is skipped reads no dataset and starts no run; what is passed
 * over for another's `only` starts no run.
 */
export interface EvalTest extends DefineEvalTest {
  readonly skip: DefineEvalTest;
  /** Of its file, this one alone runs, and others marked like it. */
  readonly only: DefineEvalTest;
  /** One that is yet to be written. */
  readonly todo: (name: string) => void;
  readonly skipIf: (condition: unknown) => DefineEvalTest;
  readonly runIf: (condition: unknown) => DefineEvalTest;
}

const skip: DefineEvalTest = (name) => {
  describe.skip(name, () => test("evaluation", () => undefined));
};

const only: DefineEvalTest = (name, options) => {
  const site = ownSite();
  describe.only(name, () => defineTests(name, options, site));
};

const todo: EvalTest["todo"] = (name) => {
  describe(name, () => test.todo("evaluation"));
};

const skipIf: EvalTest["skipIf"] = (condition) => (condition ? skip : define);

const runIf: EvalTest["runIf"] = (condition) => (condition ? define : skip);

const define: DefineEvalTest = (name, options) => {
  const site = ownSite();
  describe(name, () => defineTests(name, options, site));
};

/**
 * An evaluation as tests of vitest: one a case, one for the gates, and one for whether evaluators of the run failed. The
 * cases run as `evaluate()` runs them, once, with its concurrency, journal and run on the server; tests that are filtered
 * out do not run their cases. `--retry` repeats none of them: `retries` and `trials` do.
 *
 * ```ts
 * evalTest("capitals", { dataset, function: answer, evaluators: [exactMatch()], gates: { exact_match: { min: 0.9 } } });
 * evalTest.skipIf(process.env.OPENAI_API_KEY === undefined)("with a model", { dataset, function: ask });
 * ```
 */
export const evalTest: EvalTest = Object.assign(define, { skip, only, todo, skipIf, runIf });

async function defineTests<Row extends AnyDatapoint, Output>(
  name: string,
  { failedCases, ...options }: EvalTestOptions<Row, Output>,
  site: string | undefined,
): Promise<void> {
  const { gates, runEvaluators = [] } = options;
  const failures = failedCases ?? (gates === undefined ? "fail" : "report");
  const fail = (error: unknown): never => failWithError(error, site);
  const prepared = await prepareRun(name, options).catch((error: unknown) => {
    // Other tests of the file run all the same.
    test("evaluation", oneAttempt, () => fail(error));
  });
  if (prepared === undefined) return;
  const { run, indexes } = prepared;
  const start = (context: TestContext): void => {
    if (hasFakeTimers()) failWith(fakeTimers, site);
    run.start(describeStart(context, indexes));
  };
  for (const [id, index] of indexes) {
    test(testName(id, index), oneAttempt, async (context) => {
      start(context);
      const ended = await run.resultOfCase(id).catch(fail);
      await judgeCase(ended, { failures, site, context });
    });
  }
  if (gates !== undefined) {
    test("gates", oneAttempt, async (context) => {
      start(context);
      const { pass, message } = evaluationMatchers.toPassGates(await run.result().catch(fail));
      if (!pass) failWith(message(), site);
    });
  }
  if (runEvaluators.length > 0) {
    test("evaluators of the run", oneAttempt, async (context) => {
      start(context);
      const { runScores } = await run.result().catch(fail);
      const failed = runScores.filter(({ error }) => error !== undefined);
      const said = failed.map((score) => `${score.name}${describeRunScore(score)}`);
      const [place] = failed.flatMap(({ thrownAt }) => thrownAt ?? []);
      if (said.length > 0) failWith(said.join("\n"), place ?? site);
    });
  }
  afterAll(() => run.end(), 0);
}

interface PreparedRun<Row extends AnyDatapoint, Output> {
  readonly run: SharedRun<Row, Output>;
  /** Of the cases, by their ids. */
  readonly indexes: ReadonlyMap<string, number>;
}

async function prepareRun<Row extends AnyDatapoint, Output>(
  name: string,
  options: EvaluateOptions<Row, Output>,
): Promise<PreparedRun<Row, Output>> {
  const { dataset } = options;
  // Read once: a generator has nothing to give a second time.
  const rows = dataset === undefined ? undefined : await loadDataset(dataset);
  const evaluation = { ...options, name, ...(rows === undefined ? {} : { dataset: rows }) };
  const { cases } = await resolveEvaluation(evaluation, resolveDestination(options));
  const indexes = new Map(cases.map(({ id, index }) => [id, index]));
  return { run: new SharedRun(evaluation, cases), indexes };
}

/** Where in the file of the tests an evaluation stands. */
function ownSite(): string | undefined {
  return throwSite(new Error("for its stack").stack);
}

/**
 * Cases have their own time limit, wait for each other, and are run once: a test that is retried would only say the same
 * again. `retries` and `trials` repeat cases.
 */
const oneAttempt = { timeout: 0, retry: 0 } as const;

const fakeTimers =
  "Expected timers that run, got those of vi.useFakeTimers(), with which an evaluation would wait for ever. " +
  'Fake no more than the date, vi.useFakeTimers({ toFake: ["Date"] }), or call vi.useRealTimers() before.';

/** What stands in for a timer of Node names its clock. */
function hasFakeTimers(): boolean {
  return vi.isFakeTimers() && "clock" in setImmediate;
}

function testName(id: string, index: number): string {
  return `${caseName({ index })} (${id})`;
}

interface Judgement {
  readonly failures: "fail" | "report";
  readonly site: string | undefined;
  readonly context: TestContext;
}

async function judgeCase(
  ended: Pick<EvaluationResult, "cases" | "reproduceCommand">,
  { failures, site, context }: Judgement,
): Promise<void> {
  const [problem] = listProblems(ended);
  if (problem === undefined) {
    checkWasRun(ended.cases, site);
    return;
  }
  const { result } = problem;
  const text = [
    `${labelProblem(problem)}: ${problem.reason}`,
    `inputs: ${toText(result.inputs)}`,
    `outputs: ${toText(result.outputs)}`,
    `expected: ${toText(result.groundTruth)}`,
    `again: ${problem.command}`,
  ].join("\n");
  if (failures === "report" && result.outcome === "failed") {
    await context.annotate(text, "evaluation");
    return;
  }
  failWith(text, result.thrownAt ?? site);
}

/** What a budget has left out has not passed. */
function checkWasRun(trials: readonly CaseResult[], site: string | undefined): void {
  const skipped = trials.filter(({ outcome }) => outcome === "skipped");
  const [first] = skipped;
  if (first === undefined) return;
  const shares = trials.length > 1 ? ` (${skipped.length} of ${trials.length} trials)` : "";
  failWith(`${caseName(first)} (${first.datapointId})${shares}: ${describeProblem(first)}`, site);
}

function failWithError(error: unknown, site: string | undefined): never {
  return failWith(describeError(error).message, findSite(error) ?? site);
}

/** Where in the caller's own code an error, or what has caused it, was thrown. */
function findSite(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    throwSite(describeError(error).stack) ?? (cause === undefined ? undefined : findSite(cause))
  );
}

/**
 * Where this helper is tells nobody anything: vitest shows, and its reporter for GitHub annotates, where the evaluated
 * code threw, or else the evaluation.
 */
function failWith(text: string, place: string | undefined): never {
  const error = new Error(text);
  error.stack = `Error: ${text}${place === undefined ? "" : `\n    at ${resolve(place)}`}`;
  throw error;
}

function describeStart(context: TestContext, indexes: ReadonlyMap<string, number>): RunToStart {
  const { task, signal } = context;
  const file = relative(process.cwd(), task.file.filepath);
  const name = toPattern(suiteName(task.suite));
  const pattern = `^${name} case \\d+ \\({id:pattern}\\)$`;
  const command = ["npx", "vitest", "run", file, "-t", pattern];
  return { ids: selectedIds(context, indexes), command, signal };
}

/** As vitest names a test: those of its suites, from the outermost to its own. */
function suiteName(suite: TestContext["task"]["suite"]): string {
  if (suite === undefined) return "";
  return [suiteName(suite.suite), suite.name].filter((name) => name !== "").join(" ");
}

/** The cases whose tests run; all, when only the test of the gates does. */
function selectedIds(
  { task }: TestContext,
  indexes: ReadonlyMap<string, number>,
): string[] | undefined {
  const running = (task.suite?.tasks ?? []).filter(
    ({ mode }) => mode !== "skip" && mode !== "todo",
  );
  const names = new Set(running.map((sibling) => sibling.name));
  const ids = [...indexes].flatMap(([id, index]) => (names.has(testName(id, index)) ? [id] : []));
  return ids.length === 0 || ids.length === indexes.size ? undefined : ids;
}

function toText(value: unknown): string {
  if (typeof value === "string") return value.slice(0, 500);
  try {
    return (JSON.stringify(value) ?? "undefined").slice(0, 500);
  } catch {
    // Cycles and bigints.
    return String(value).slice(0, 500);
  }
}
