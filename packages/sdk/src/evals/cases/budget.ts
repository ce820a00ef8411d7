import type { CaseResult } from "../types/case-result.js";

export interface BudgetOptions {
  readonly maxErrors: number | undefined;
  readonly maxCost: number | undefined;
}

/** Watches what a run has cost, and says when no further case may start. */
export class Budget {
  private readonly options: BudgetOptions;
  private errors = 0;
  private spent = 0;
  private isCostKnown = false;

  constructor(options: BudgetOptions) {
    this.options = options;
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
    if (cost === undefined) return;
    this.isCostKnown = true;
    this.spent += cost;
  }
}
