import type { OutputCollector } from "./output-collector.js";

/** What happens when the traced work is over. Only the first call counts. */
export interface Completion {
  /** `returned` is what a generator gave besides its items. */
  onValue(value: unknown, returned?: unknown): void;
  onError(error: unknown): void;
  /** What sums up the items of a generator or a client's stream. Default: the first items. */
  createCollector?(): OutputCollector;
  /** Whether it is over. */
  readonly isDone?: boolean;
  /** False where what the work came to is not recorded: then nothing of it is kept. */
  readonly takesValue?: boolean;
}
