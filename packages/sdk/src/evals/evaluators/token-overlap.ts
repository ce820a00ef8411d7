import type { EvaluatorObject } from "../types/evaluator.js";
import { checkChoice } from "./check-choice.js";
import { eachRow } from "./each-row.js";
import { asText, select, type RowWith, type Selection } from "./select.js";

export interface TokenOverlapOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  /**
   * `f1` (default): shared words against both texts. `rouge-l`: F1 of the longest common subsequence of words. `bleu`:
   * precision of 1- to 4-grams, add-one smoothed above 1, with the penalty for short outputs.
   */
  readonly method?: "f1" | "rouge-l" | "bleu" | undefined;
}

/** How much of the words of outputs and ground truth overlaps, from 0 to 1. */
export function tokenOverlap<Output = unknown, GroundTruth = unknown>(
  options: TokenOverlapOptions<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  const { method = "f1" } = options;
  const methods = { f1: wordF1, "rouge-l": rougeL, bleu };
  checkChoice("tokenOverlap", "method", method, Object.keys(methods));
  const score = methods[method];
  return {
    name: options.name ?? method.replace("-", "_"),
    evaluate: (outputs, _inputs, groundTruth, { signal }) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const texts = [asText(actual, "the output"), asText(expected, "the ground truth")] as const;
      const [given, wanted] = [words(texts[0]), words(texts[1])];
      const areWordless = given.length === 0 && wanted.length === 0;
      if (areWordless) return Number(texts[0].trim() === texts[1].trim());
      return given.length === 0 || wanted.length === 0 ? 0 : score(given, wanted, signal);
    },
  };
}

/** Marks are part of words: in Hindi and Thai they are vowels. */
function words(text: string): string[] {
  const runs =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return runs.some(hasNoSpaces) ? runs.flatMap(splitWithoutSpaces) : runs;
}

const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function hasNoSpaces(run: string): boolean {
  return withoutSpaces.test(run);
}

/** A whole sentence of Chinese would be one word. */
function splitWithoutSpaces(run: string): string[] {
  if (!hasNoSpaces(run)) return [run];
  const segments = new Intl.Segmenter(undefined, { granularity: "word" }).segment(run);
  return Array.from(segments, ({ segment }) => segment);
}

function wordF1(given: readonly string[], wanted: readonly string[]): number {
  return harmonicMean(countShared(given, wanted), given.length, wanted.length);
}

function rougeL(
  given: readonly string[],
  wanted: readonly string[],
  signal: AbortSignal,
): number | Promise<number> {
  let previous = new Uint32Array(wanted.length + 1);
  let current = new Uint32Array(wanted.length + 1);
  const step = (row: number): void => {
    for (let column = 0; column < wanted.length; column++) {
      current[column + 1] =
        given[row] === wanted[column]
          ? (previous[column] ?? 0) + 1
          : Math.max(previous[column + 1] ?? 0, current[column] ?? 0);
    }
    [previous, current] = [current, previous];
  };
  const score = (): number =>
    harmonicMean(previous[wanted.length] ?? 0, given.length, wanted.length);
  const done = eachRow({ rows: given.length, columns: wanted.length }, step, signal);
  return done === undefined ? score() : done.then(score);
}

function bleu(given: readonly string[], wanted: readonly string[]): number {
  const sizes = [1, 2, 3, 4].filter((size) => size <= given.length);
  const logs = sizes.map((size) => {
    const [ours, theirs] = [nGrams(given, size), nGrams(wanted, size)];
    const smoothing = size === 1 ? 0 : 1;
    return Math.log((countShared(ours, theirs) + smoothing) / (ours.length + smoothing));
  });
  const precision = Math.exp(logs.reduce((sum, log) => sum + log, 0) / sizes.length);
  return Math.min(1, Math.exp(1 - wanted.length / given.length)) * precision;
}

function nGrams(tokens: readonly string[], size: number): string[] {
  return tokens.slice(size - 1).map((_, index) => tokens.slice(index, index + size).join(" "));
}

function harmonicMean(shared: number, given: number, wanted: number): number {
  return (2 * shared) / (given + wanted);
}

/** Size of the intersection, where a word counts as often as it stands in both. */
function countShared(left: readonly string[], right: readonly string[]): number {
  const remaining = new Map<string, number>();
  for (const word of right) remaining.set(word, (remaining.get(word) ?? 0) + 1);
  return left.filter((word) => {
    const count = remaining.get(word) ?? 0;
    remaining.set(word, count - 1);
    return count > 0;
  }).length;
}
