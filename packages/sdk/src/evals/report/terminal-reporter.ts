import { resolveOptions } from "../../config/resolve-options.js";
import { makeWay, type SharedStream } from "./make-way.js";
import { renderProgressLine } from "./progress-line.js";
import { countOf, formatDuration, oneLine } from "./format.js";
import { renderLater, renderResult, renderSummary } from "./render.js";
import type { CasesSummary } from "../types/evaluation-result.js";
import type { Reporter, RunStart } from "../types/reporter.js";

/** Where the terminal reporter writes. Results go to `stdout`, progress to `stderr`. */
export interface TerminalOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether `stderr` is a terminal: progress is then one line that is drawn again and again. */
  readonly isTerminal: boolean;
  /** Read whenever the line is drawn: windows change their size. */
  readonly columns: number;
  /** By which others write on the same terminal: the line makes way for what they write. Default none. */
  readonly sharedWith?: readonly SharedStream[] | undefined;
}

export function processOutput(): TerminalOutput {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    // The logs of CI keep each line, though it may give a terminal.
    isTerminal: process.stderr.isTTY === true && resolveOptions({}).program.ci === undefined,
    get columns() {
      return process.stderr.columns ?? 80;
    },
    sharedWith: [process.stdout, process.stderr].filter(({ isTTY }) => isTTY),
  };
}

const redrawMs = 100;
const plainSteps = 10;
const clearLine = "\r\u001b[2K";

/** Progress while the run goes on, then its summary. At most 60 lines at any size. */
export function terminalReporter(
  output: TerminalOutput = processOutput(),
  now: () => number = () => performance.now(),
): Reporter {
  let line: ProgressLine | undefined;
  let cancelled: CasesSummary | undefined;
  return {
    onRunStart: (run) => {
      line = new ProgressLine(run, output, now);
    },
    onCaseStart: ({ datapointId, trial }) => line?.start(`${trial}:${datapointId}`, datapointId),
    onCaseEnd: ({ completed, latest }) => {
      // Of what was cut off, and of what never began, the summary tells.
      if (latest.attempts === 0 || latest.outcome === "cancelled") return;
      const isError = latest.outcome === "errored" || latest.outcome === "timed-out";
      line?.end(`${latest.trial}:${latest.datapointId}`, completed, isError);
    },
    onRunCancelled: (summary) => {
      line?.close();
      line = undefined;
      cancelled = summary;
      output.stdout(`\n${renderSummary(summary)}\n`);
    },
    onRunEnd: (result) => {
      line?.close();
      line = undefined;
      const text =
        cancelled === undefined ? `\n${renderResult(result)}` : renderLater(result, cancelled);
      cancelled = undefined;
      if (text !== "") output.stdout(`${text}\n`);
      if (result.url !== undefined) output.stderr(`${result.url}\n`);
      const comparisonUrl = result.comparison?.url;
      if (comparisonUrl !== undefined) output.stderr(`${comparisonUrl}\n`);
    },
  };
}

/** Drawn again on terminals; elsewhere a line at each tenth of the cases. */
class ProgressLine {
  private readonly run: RunStart;
  private readonly output: TerminalOutput;
  private readonly now: () => number;
  private readonly startedMs: number;
  private readonly running = new Map<string, { datapointId: string; startedMs: number }>();
  private readonly timer: NodeJS.Timeout | undefined;
  private completed = 0;
  private ran = 0;
  private errors = 0;
  private drawnMs = -Infinity;
  private isDrawn = false;
  private isWriting = false;
  /** Whether others have begun a line and not ended it: it is theirs. */
  private isLineOpen = false;
  private readonly endSharing: (() => void) | undefined;

  constructor(run: RunStart, output: TerminalOutput, now: () => number) {
    this.run = run;
    this.output = output;
    this.now = now;
    this.startedMs = now();
    if (output.isTerminal) {
      this.timer = setInterval(() => this.draw(), 1000);
      this.timer.unref();
      this.endSharing = makeWay(output.sharedWith ?? [], {
        clear: () => this.clear(),
        resume: (isLineEnded) => this.resume(isLineEnded),
      });
    }
  }

  start(key: string, datapointId: string): void {
    this.running.set(key, { datapointId, startedMs: this.now() });
  }

  end(key: string, completed: number, isError: boolean): void {
    if (this.running.delete(key)) this.ran++;
    const before = this.completed;
    this.completed = completed;
    if (isError) this.errors++;
    if (!this.output.isTerminal) this.printStep(before);
    else if (this.now() - this.drawnMs >= redrawMs) this.draw();
  }

  close(): void {
    clearInterval(this.timer);
    this.endSharing?.();
    if (this.output.isTerminal && !this.isLineOpen) this.write(clearLine);
  }

  private clear(): void {
    if (this.isWriting || !this.isDrawn) return;
    this.isDrawn = false;
    this.write(clearLine);
  }

  private resume(isLineEnded: boolean): void {
    if (this.isWriting) return;
    this.isLineOpen = !isLineEnded;
    if (isLineEnded && this.drawnMs > -Infinity) this.draw();
  }

  private write(text: string): void {
    this.isWriting = true;
    try {
      this.output.stderr(text);
    } finally {
      this.isWriting = false;
    }
  }

  private printStep(before: number): void {
    const { total, trials, name } = this.run;
    const step = (count: number): number => Math.floor((count * plainSteps) / total);
    if (step(this.completed) === step(before)) return;
    const time = formatDuration(this.now() - this.startedMs);
    const errors = this.errors > 0 ? `, ${countOf(this.errors, "error")}` : "";
    this.output.stderr(
      `${oneLine(name, 60)}: ${this.completed} of ${countOf(total, trials > 1 ? "trial" : "case")}, ${time}${errors}\n`,
    );
  }

  private draw(): void {
    const nowMs = this.now();
    this.drawnMs = nowMs;
    // Maps keep the order in which cases have begun.
    const [first] = this.running.values();
    const state = {
      name: this.run.name,
      completed: this.completed,
      total: this.run.total,
      ran: this.ran,
      errors: this.errors,
      elapsedMs: nowMs - this.startedMs,
      slowest:
        first === undefined
          ? undefined
          : { datapointId: first.datapointId, runningMs: nowMs - first.startedMs },
    };
    const begin = this.isLineOpen ? "\n" : clearLine;
    this.isLineOpen = false;
    this.write(begin + renderProgressLine(state, this.output.columns));
    this.isDrawn = true;
  }
}
