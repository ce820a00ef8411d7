/** Why something was not delivered. */
export type DropReason =
  /** The queue's bounds were reached. */
  | "queue-full"
  /** The server answered with a status that no retry mends (a wrong key, a malformed request). */
  | "rejected"
  /** A single item larger than the server accepts. */
  | "too-large"
  /** Retried for as long as the policy allows. */
  | "retries-exhausted"
  /** The tracer was shut down before it could be sent. */
  | "shut-down"
  /** The item could not be encoded. */
  | "unencodable"
  /** The spool's bound of bytes was reached. */
  | "spool-full"
  /** Waited in the spool for longer than its bound of age. */
  | "spool-expired"
  /** A file of the spool was damaged or taken away. */
  | "spool-unreadable";

/** Something that will not arrive. */
export interface Loss {
  readonly what: "span" | "update";
  readonly reason: DropReason;
  readonly count: number;
  readonly message: string;
}

/** `accepted = delivered + dropped + pending`, always. */
export interface LedgerSnapshot {
  readonly accepted: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly pending: number;
  readonly droppedBy: Readonly<Partial<Record<DropReason, number>>>;
}

/** Keeps account of what was given to the pipeline and what became of it. */
export class Ledger {
  private accepted = 0;
  private delivered = 0;
  private readonly drops = new Map<DropReason, number>();

  accept(count = 1): void {
    this.accepted += count;
  }

  deliver(count = 1): void {
    this.delivered += count;
  }

  drop(reason: DropReason, count = 1): void {
    this.drops.set(reason, (this.drops.get(reason) ?? 0) + count);
  }

  snapshot(): LedgerSnapshot {
    const dropped = [...this.drops.values()].reduce((sum, count) => sum + count, 0);
    return {
      accepted: this.accepted,
      delivered: this.delivered,
      dropped,
      pending: this.accepted - this.delivered - dropped,
      droppedBy: Object.fromEntries(this.drops),
    };
  }
}
