import type { EvaluatorObject } from "../types/evaluator.js";
import { checkCallback } from "./check-callback.js";
import { askJudge, type Complete } from "./llm-judge.js";
import { select, type RowWith, type Selection } from "./select.js";

export interface PairwiseOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  readonly complete: Complete;
  /** What makes one answer better than another, in words. */
  readonly rubric: string;
}

const choices = { first: 1, second: 0, tie: 0.5 };

/**
 * Lets a model compare the output with the ground truth (say, another system's answer): 1 when the output is better, 0 when
 * the other one is, 0.5 for a tie. It is asked twice with the order swapped: whoever prefers a position gets a tie.
 */
export function pairwise<Output = unknown, GroundTruth = unknown>({
  complete,
  rubric,
  ...selection
}: PairwiseOptions<Output, GroundTruth>): EvaluatorObject<RowWith<GroundTruth>, Output> {
  checkCallback("pairwise", "complete", complete);
  return {
    name: selection.name ?? "pairwise",
    evaluate: async (outputs, inputs, groundTruth, context) => {
      const { actual, expected } = select(outputs, groundTruth, selection);
      if (expected === undefined)
        return { score: null, explanation: "there is nothing to compare with" };
      const ask = (first: unknown, second: unknown): ReturnType<typeof askJudge> =>
        askJudge({
          complete,
          choices,
          instructions: `Which of two answers is better? ${rubric}`,
          parts: { Input: inputs, First: first, Second: second },
          context,
        });
      const [forward, backward] = await both(ask(actual, expected), ask(expected, actual));
      const score = (Number(forward.score) + 1 - Number(backward.score)) / 2;
      return { score, explanation: `${forward.explanation}\n— swapped: ${backward.explanation}` };
    },
  };
}

/** What both came to. Neither is left to go on by itself: what it uses counts to the case only while the case goes on. */
async function both<Answer>(
  one: Promise<Answer>,
  other: Promise<Answer>,
): Promise<readonly [Answer, Answer]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
