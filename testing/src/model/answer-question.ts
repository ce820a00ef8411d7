import { contentWords, splitTokens, splitWords } from "./words.js";

export interface Reading {
  /** The model sees only this many tokens of its context. */
  readonly contextTokens: number;
  /** How many sentences it may quote. */
  readonly sentences: number;
  /** `count`: how many of the question's words a sentence has; `weigh`: rare words and word pairs count more. */
  readonly ranking: "count" | "weigh";
  /** Share of the question that a sentence must cover to be an answer. */
  readonly threshold: number;
}

export interface Prompt {
  readonly context: string;
  readonly question: string;
}

export const noAnswer = "I don't know.";

/** Answers by quoting the sentences of the context that cover the question best. */
export function answerQuestion({ context, question }: Prompt, reading: Reading): string {
  const asked = [...new Set(contentWords(question))];
  const sentences = splitSentences(firstTokens(context, reading.contextTokens));
  if (asked.length === 0 || sentences.length === 0) return noAnswer;
  const score =
    reading.ranking === "count" ? countCovered(asked) : weighCovered(asked, sentences, question);
  const ranked = sentences
    .map((sentence) => ({ sentence, score: score(sentence) }))
    .toSorted((left, right) => right.score - left.score);
  const best = ranked[0]?.score ?? 0;
  if (best < reading.threshold) return noAnswer;
  return ranked
    .slice(0, reading.sentences)
    .filter((entry) => entry.score >= best * 0.9)
    .map((entry) => entry.sentence)
    .join(" ");
}

/** Sentences end at punctuation before a capital, at blank lines and at list items. */
export function splitSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+(?=["“(]?[\p{Lu}\p{N}`])|\n\s*\n|\n\s*(?=[-*•]\s)/u)
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter((sentence) => splitWords(sentence).length > 1);
}

function firstTokens(text: string, count: number): string {
  return splitTokens(text).slice(0, count).join("");
}

function countCovered(asked: readonly string[]): (sentence: string) => number {
  return (sentence) => {
    const words = new Set(contentWords(sentence));
    return asked.filter((word) => words.has(word)).length / asked.length;
  };
}

/** Words that few sentences have weigh more; a pair of neighbours as asked adds to it; long sentences pay a little. */
function weighCovered(
  asked: readonly string[],
  sentences: readonly string[],
  question: string,
): (sentence: string) => number {
  const wordSets = sentences.map((sentence) => new Set(contentWords(sentence)));
  const weightOf = new Map(
    asked.map((word) => {
      const frequency = wordSets.filter((words) => words.has(word)).length;
      return [word, Math.log(1 + sentences.length / (frequency + 0.5))];
    }),
  );
  const total = [...weightOf.values()].reduce((sum, weight) => sum + weight, 0);
  const askedPairs = pairs(question);
  return (sentence) => {
    const words = contentWords(sentence);
    const covered = asked
      .filter((word) => words.includes(word))
      .reduce((sum, word) => sum + (weightOf.get(word) ?? 0), 0);
    const sharedPairs = [...pairs(sentence)].filter((pair) => askedPairs.has(pair)).length;
    return (covered / total) * (1 + 0.1 * sharedPairs) - 0.002 * words.length;
  };
}

function pairs(text: string): Set<string> {
  const words = contentWords(text);
  return new Set(words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`));
}
