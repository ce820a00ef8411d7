import { SpanIds, TraceId } from "../encode/span-ids.js";

const poolWords = 1024;

/** Makes trace and span ids out of a pool of random words: one system call for hundreds of ids. */
export interface IdGenerator {
  /** Ids of a span: in the trace given, or in a new one. */
  next(trace?: TraceId): SpanIds;
}

/** Not through `node:crypto`, which takes longer to load than what is needed of it. */
export function createIdGenerator(
  fill: (pool: Int32Array) => unknown = (pool) => crypto.getRandomValues(pool),
): IdGenerator {
  const pool = new Int32Array(poolWords);
  let position = poolWords;
  const word = (): number => {
    if (position === poolWords) {
      fill(pool);
      position = 0;
    }
    return pool[position++] ?? 0;
  };
  const newTrace = (): TraceId => {
    const trace = new TraceId([word(), word(), word(), word()]);
    const isZero = (trace.first | trace.second | trace.third | trace.fourth) === 0;
    return isZero ? newTrace() : trace;
  };
  return {
    next: (trace = newTrace()) => {
      let high = word();
      let low = word();
      // An id of zeros only is no id.
      while ((high | low) === 0) [high, low] = [word(), word()];
      return new SpanIds(trace, high, low);
    },
  };
}
