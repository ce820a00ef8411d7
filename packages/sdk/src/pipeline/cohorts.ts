/** What was accepted between two flushes and is not settled yet. */
export interface Cohort {
  pending: number;
}

/**
 * Tells a flush which items are its own: those that were accepted before it. What comes later belongs to the next one,
 * so that a flush ends though the program goes on.
 */
export class Cohorts {
  private current: Cohort = { pending: 0 };
  private earlier: Cohort[] = [];

  /** @returns what the items leave when they are settled */
  enter(count = 1): Cohort {
    this.current.pending += count;
    return this.current;
  }

  leave(cohort: Cohort, count = 1): void {
    cohort.pending -= count;
  }

  /** What is pending now: it can only become less. */
  close(): readonly Cohort[] {
    this.earlier = [...this.earlier, this.current].filter(({ pending }) => pending > 0);
    this.current = { pending: 0 };
    return this.earlier;
  }
}

export function pendingIn(cohorts: readonly Cohort[]): number {
  return cohorts.reduce((sum, { pending }) => sum + pending, 0);
}
