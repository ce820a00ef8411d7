import { hashText } from "./hash-text.js";

export interface Pace {
  /** Median until the first token, and per token read and written. */
  readonly firstTokenMs: number;
  readonly promptTokenMs: number;
  readonly completionTokenMs: number;
}

export interface Delay {
  readonly untilFirstMs: number;
  readonly perTokenMs: number;
}

/** Width of the log-normal distribution: the slowest percent takes about 2.5 times the median. */
const spread = 0.4;

/** The delay of one request. It depends on what was asked and not on when, so that runs can be repeated. */
export function seededDelay(pace: Pace, promptTokens: number, seed: string, scale: number): Delay {
  const factor = scale * Math.exp(spread * gaussian(seed));
  return {
    untilFirstMs: factor * (pace.firstTokenMs + pace.promptTokenMs * promptTokens),
    perTokenMs: factor * pace.completionTokenMs,
  };
}

/** Box-Muller over two hashes. */
function gaussian(seed: string): number {
  const first = (hashText(`${seed} first`) + 1) / (2 ** 32 + 1);
  const second = hashText(`${seed} second`) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
}
