import type { HoneyHiveTracer } from "../../tracer/tracer.js";
import type { OpenRun } from "../runs/open-run.js";
import type { CaseResult } from "../types/case-result.js";
import { tellSession } from "./run-case.js";
import type { TellSession } from "./running-case.js";

/** Longest wait for an answer: cases go on without a server that gives none. */
const stepTimeoutMs = 10_000;

/**
 * Lets the cases of a run send their requests in the order of the Python SDK: a session is started before its case runs,
 * the case's spans leave when it has ended, and what the cases came to is told after the last of them.
 */
export class PythonOrder {
  private readonly run: Pick<OpenRun, "owner" | "journal">;
  private readonly signal: AbortSignal | undefined;
  /** In the order in which the cases have ended. */
  private readonly untold: Parameters<TellSession>[] = [];
  /** Cases go on at once when one of these is called. */
  private readonly waiting = new Set<() => void>();

  private readonly goOn = (): void => {
    for (const giveUp of this.waiting) giveUp();
  };

  constructor(run: Pick<OpenRun, "owner" | "journal">, signal: AbortSignal | undefined) {
    this.run = run;
    this.signal = signal;
    signal?.addEventListener("abort", this.goOn);
    void this.goOnInTrouble();
  }

  /** @param run the case that `tracer` is for */
  async runCase(tracer: HoneyHiveTracer, run: () => Promise<CaseResult>): Promise<CaseResult> {
    if (tracer.core.isEnabled) tracer.core.session.start();
    await this.settle();
    const result = await run();
    await this.settle();
    return result;
  }

  /** Has a case written that has ended: the journal has spans leave first, which is not for the middle of the next one. */
  keep(): void {
    this.run.journal?.flush();
  }

  /** To be told when all cases have ended. */
  readonly tellLater: TellSession = (ended, end) => void this.untold.push([ended, end]);

  /**
   * Tells one after the other, for as long as each is answered; what is left then is told at once, as it is where the run
   * is cancelled meanwhile.
   */
  async tellAll(): Promise<void> {
    let isAnswered = true;
    for (const told of this.untold.splice(0)) {
      tellSession(...told);
      if (isAnswered) isAnswered = await this.settle();
    }
    this.signal?.removeEventListener("abort", this.goOn);
  }

  /**
   * Waits until all that was recorded so far has arrived, but for no server in trouble and in no run that is cancelled.
   *
   * @returns whether it has
   */
  private async settle(): Promise<boolean> {
    if (this.signal?.aborted === true) return false;
    return new Promise((resolve) => {
      const giveUp = (): void => finish(false);
      const finish = (hasArrived: boolean): void => {
        this.waiting.delete(giveUp);
        resolve(hasArrived);
      };
      this.waiting.add(giveUp);
      void this.run.owner.flush(stepTimeoutMs).then(({ pending }) => finish(pending === 0));
    });
  }

  private async goOnInTrouble(): Promise<never> {
    for (;;) {
      await this.run.owner.core.pipeline.nextTrouble();
      this.goOn();
    }
  }
}
