import { githubReport } from "../evals/report/github/github-report.js";
import { describeCommand } from "../evals/report/reproduce-command.js";
import { evaluate } from "../evals/lazy.js";
import type { EvaluateOptions } from "../evals/types/evaluate-options.js";
import type { EvaluationResult } from "../evals/types/evaluation-result.js";
import type { CaseResult } from "../evals/types/case-result.js";
import type { AnyDatapoint } from "../evals/types/datapoint.js";
import type { ReporterSetting } from "../evals/types/reporter.js";

interface CaseToRun {
  readonly id: string;
  readonly trial: number;
}

export interface RunToStart {
  /** Undefined for all cases. */
  readonly ids: readonly string[] | undefined;
  /** Runs one case again. */
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** One evaluation that the tests of its cases share: the first of them starts it, each waits for its own case. */
export class SharedRun<Row extends AnyDatapoint, Output> {
  private readonly options: EvaluateOptions<Row, Output>;
  private readonly cases: readonly CaseToRun[];
  private readonly ended = new Map<string, CaseResult[]>();
  private readonly abort = new AbortController();
  private command = "";
  private isOver = false;
  private running: Promise<EvaluationResult> | undefined;
  private waiting: (() => void)[] = [];

  constructor(options: EvaluateOptions<Row, Output>, cases: readonly CaseToRun[]) {
    this.options = options;
    this.cases = cases;
  }

  /** Does nothing when the run has begun, but for listening to the signal. */
  start({ ids, command, signal }: RunToStart): void {
    signal.addEventListener("abort", () => this.abort.abort(), { once: true });
    if (this.running !== undefined) return;
    this.command = describeCommand(command);
    const { select } = this.options;
    const reporters = (this.options.reporters ?? []).map(withoutAnnotations);
    this.running = evaluate({
      ...this.options,
      select: ids === undefined ? select : { ids },
      reproduceCommand: command,
      signal: this.abort.signal,
      reporters: [...reporters, { onCaseEnd: ({ latest }) => this.endTrial(latest) }],
    });
    // Who waits for a case hears of a rejection.
    void this.running
      .catch(() => undefined)
      .finally(() => {
        this.isOver = true;
        this.wake();
      });
  }

  /** All trials of a case, as soon as the last one has ended. */
  async resultOfCase(id: string): Promise<Pick<EvaluationResult, "cases" | "reproduceCommand">> {
    const trials = this.cases.filter((one) => one.id === id).length;
    while ((this.ended.get(id)?.length ?? 0) < trials && !this.isOver) {
      await new Promise<void>((resolve) => void this.waiting.push(resolve));
    }
    const cases = this.ended.get(id);
    if (cases === undefined) await this.result();
    return { cases: cases ?? [], reproduceCommand: this.command };
  }

  async result(): Promise<EvaluationResult> {
    if (this.running === undefined) throw new Error("Expected the run to have begun.");
    return this.running;
  }

  /** What still runs when no test waits any more is cancelled; what has ended is delivered. */
  async end(): Promise<void> {
    this.abort.abort();
    await this.running?.catch(() => undefined);
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private endTrial(result: CaseResult): void {
    this.ended.set(result.datapointId, [...(this.ended.get(result.datapointId) ?? []), result]);
    this.wake();
  }
}

/** Tests that fail are annotated by vitest's own reporter: of GitHub's, the summary is left. */
function withoutAnnotations(setting: ReporterSetting): ReporterSetting {
  const isNamed = typeof setting === "object" && "name" in setting;
  const name = isNamed ? setting.name : setting;
  if (name !== "github") return setting;
  const report = githubReport({ path: isNamed ? setting.path : undefined, annotates: false });
  return {
    onRunEnd: (result) => {
      report.add(result);
      return report.write();
    },
  };
}
