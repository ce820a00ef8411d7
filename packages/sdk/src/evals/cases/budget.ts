import { describeValue } from "../../lib/errors.js";
import type { Logger } from "../../lib/logger.js";
import type { RecordedRun } from "../journal/read-journal.js";
import type { CaseResult } from "../types/case-result.js";

export interface BudgetOptions {
  readonly maxErrors: number | undefined;
  readonly maxCost: number | undefined;
  /** Of all trials of cases. */
  readonly total: number;
}

/** Early enough to stop a run whose budget cannot. */
const casesUntilBlind = 10;

/** Watches what a run has cost, and says when no further case may start. */
export class Budget {
  private readonly options: BudgetOptions;
  private errors = 0;
  private spent = 0;
  private isCostKnown = false;
  private ended = 0;
  private isWrongSaid = false;
  private readonly logger: Pick<Logger, "warn">;

  constructor(options: BudgetOptions, logger: Pick<Logger, "warn">) {
    this.options = options;
    this.logger = logger;
  }

  /** In US dollars; undefined while nobody has reported any. */
  get cost(): number | undefined {
    return this.isCostKnown ? this.spent : undefined;
  }

  /** Why the run stops, once it does. */
  get stopReason(): string | undefined {
    const { maxErrors, maxCost } = this.options;
    if (maxErrors !== undefined && this.errors >= maxErrors) {
      return `${this.errors} cases errored or timed out (\`maxErrors\`: ${maxErrors})`;
    }
    if (maxCost !== undefined && this.spent >= maxCost) {
      return `$${this.spent.toFixed(4)} were spent (\`maxCost\`: ${maxCost})`;
    }
    return undefined;
  }

  add({ outcome, cost }: Pick<CaseResult, "outcome" | "cost">): void {
    if (outcome === "errored" || outcome === "timed-out") this.errors++;
    if (cost !== undefined) this.spend(cost);
    if (++this.ended === Math.min(casesUntilBlind, this.options.total)) this.warnOfBlindness();
  }

  /** What no result of a case has: it was reported after the case had ended. */
  readonly spend = (usd: number): void => {
    this.isCostKnown = true;
    this.spent += usd;
  };

  /** Once: what is wrong with one report is wrong with all. */
  readonly sayWrongCost = (given: unknown): void => {
    if (this.isWrongSaid) return;
    this.isWrongSaid = true;
    this.logger.warn(
      `Expected \`addCost\` to get US dollars, zero or more, got ${describeValue(given)}: it is not counted. ` +
        "Look at what it is made of: a model's answer may say nothing of its usage.",
    );
  };

  /** So of a run that is resumed, and of what is run again in it. */
  recall(recorded: Pick<RecordedRun, "lateCost" | "unfinished"> | undefined): void {
    if (recorded === undefined) return;
    const again = recorded.unfinished.reduce((sum, { cost = 0 }) => sum + cost, 0);
    if (recorded.lateCost + again > 0) this.spend(recorded.lateCost + again);
  }

  private warnOfBlindness(): void {
    if (this.options.maxCost === undefined || this.isCostKnown) return;
    this.logger.warn(
      `\`maxCost\` stops nothing: none of the ${this.ended} cases so far has said what it cost. ` +
        "Give `prices` of the models whose calls are traced, or report it in the function and in judges: `addCost(usd)`.",
    );
  }
}
