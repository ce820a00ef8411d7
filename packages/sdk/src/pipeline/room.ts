/** What may wait in a pipeline before a program that can wait does so itself. */
export const roomyBytes = 16 << 20;
export const roomyCount = 16_384;
/** A session's request counts as so many spans where it travels alone: each takes the way to the server and back. */
export const loneRequestWeight = 4;

/** A server that neither answers nor fails must not hold anybody up for longer. */
const maxWaitMs = 5000;

export interface Waiting {
  readonly count: number;
  readonly bytes: number;
}

/** Holds up those who ask for room while there is none, for as long as the server takes what it is sent. */
export class Room {
  /** Whether the latest attempt to send anything has failed: waiting would be of no use. */
  isInTrouble = false;
  private readonly measure: () => Waiting;
  private readonly waiters = new Set<() => void>();

  constructor(measure: () => Waiting) {
    this.measure = measure;
  }

  /** Undefined where there is room. Resolves when there is, when waiting is of no use, and after five seconds. */
  wait(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.isFree || signal?.aborted === true) return undefined;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        this.waiters.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, maxWaitMs);
      signal?.addEventListener("abort", finish);
      this.waiters.add(finish);
    });
  }

  /** Called whenever something has left, or could not. */
  wake(): void {
    if (this.waiters.size === 0 || !this.isFree) return;
    for (const finish of this.waiters) finish();
  }

  private get isFree(): boolean {
    if (this.isInTrouble) return true;
    const { count, bytes } = this.measure();
    return count <= roomyCount && bytes <= roomyBytes;
  }
}
