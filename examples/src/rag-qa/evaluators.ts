import type { Answer } from "./question-answerer.js";
import type { GroundTruth } from "./dataset.js";
import type { VectorIndex } from "./vector-index.js";

/** Harmonic mean of precision and recall over the words of the answer and the expected answer. */
export function tokenF1(
  { answer }: Answer,
  _inputs: object,
  { answer: expected }: GroundTruth,
): number {
  const given = words(answer);
  const wanted = words(expected);
  const shared = countShared(given, wanted);
  return shared === 0 ? 0 : (2 * shared) / (given.length + wanted.length);
}

/** Whether the answer says what was expected: at least four of five of its words. */
export function isCorrect(
  { answer }: Answer,
  _inputs: object,
  { answer: expected }: GroundTruth,
): boolean {
  const wanted = words(expected);
  return countShared(words(answer), wanted) / wanted.length >= 0.8;
}

/** A metric that calls a model itself: its spans belong to the case that it scores. */
export function createSimilarity(index: VectorIndex) {
  return async function similarity(
    { answer }: Answer,
    _inputs: object,
    { answer: expected }: GroundTruth,
  ): Promise<number | null> {
    return answer === "" ? null : index.compare(answer, expected);
  };
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
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
