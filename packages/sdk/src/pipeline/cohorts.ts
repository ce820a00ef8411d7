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

  /** @returns what the item leaves when it is settled */
  enter(): Cohort {
    this.current.pending++;
    return this.current;
  }

  leave(cohort: Cohort): void {
    cohort.pending--;
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
