import { createLogger, type Logger } from "../lib/logger.js";
import { processState } from "../core/process-state.js";
import { moduleUrl } from "../lib/module-url.js";

/** Copies of this package that have live tracers, each by its own state, with where it is. */
type Copies = Map<object, string>;

/** Shared by all copies: the one thing that they know of each other. */
const copiesKey = Symbol.for("honeyhive.copies");
const shared = globalThis as { [copiesKey]?: Copies | undefined };

/** Says so when another copy has tracers already. Call the result when this copy has none any more. */
export function announceCopy(logger: Logger): () => void {
  const copies: Copies = (shared[copiesKey] ??= new Map());
  const other = findOther(copies);
  if (other !== undefined) logger.warn(describe(other));
  copies.set(processState, moduleUrl());
  return () => {
    copies.delete(processState);
    if (copies.size === 0) delete shared[copiesKey];
  };
}

/** Says once, where a function found no tracer of this copy, that another copy has some. */
export function sayIfOtherCopyTraces(): void {
  const copies = shared[copiesKey];
  if (copies === undefined || processState.hasSaidOtherCopy) return;
  const other = findOther(copies);
  if (other === undefined) return;
  processState.hasSaidOtherCopy = true;
  createLogger({ isVerbose: false }).warn(describe(other));
}

function findOther(copies: Copies): string | undefined {
  return [...copies].find(([state]) => state !== processState)?.[1];
}

function describe(other: string): string {
  return (
    `Expected one copy of honeyhive, got a second one at ${other}. Functions that were traced with one copy find no ` +
    "tracer of the other, and spans of libraries go to the copy that made the first tracer. `npm ls honeyhive` shows the copies."
  );
}
