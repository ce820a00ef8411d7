import { contentWords, splitTokens, splitWords } from "./words.js";

export interface Reading {
  /** The model sees only this many tokens of its context. */
  readonly contextTokens: number;
  /** How many sentences it may quote. */
  readonly sentences: number;
  /**
   * `count`: how many of the question's words a sentence has. `weigh`: rare words and word pairs count more, and a
   * heading speaks for the sentences below it but is no answer itself.
   */
  readonly ranking: "count" | "weigh";
  /** Share of the question that a sentence must cover to be an answer. */
  readonly threshold: number;
}

export interface Prompt {
  readonly context: string;
  readonly question: string;
}

export const noAnswer = "I don't know.";

interface Candidate {
  readonly sentence: string;
  readonly score: number;
}

/** Answers by quoting the sentences of the context that cover the question best. */
export function answerQuestion({ context, question }: Prompt, reading: Reading): string {
  const sentences = splitSentences(firstTokens(context, reading.contextTokens));
  const rank = reading.ranking === "count" ? countCovered : weighCovered;
  const ranked = rank(question, sentences).toSorted((left, right) => right.score - left.score);
  const best = ranked[0]?.score ?? 0;
  if (best < reading.threshold) return noAnswer;
  return ranked
    .slice(0, reading.sentences)
    .filter(({ score }) => score >= best * 0.9)
    .map(({ sentence }) => sentence)
    .join(" ");
}

/** Sentences end at punctuation before a capital, at blank lines and at list items. */
export function splitSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+(?=["“(]?[\p{Lu}\p{N}`])|\n\s*\n|\n\s*(?=[-*•]\s)/u)
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter((sentence) => splitWords(sentence).length > 0);
}

function firstTokens(text: string, count: number): string {
  return splitTokens(text).slice(0, count).join("");
}

function countCovered(question: string, sentences: readonly string[]): Candidate[] {
  const asked = [...new Set(contentWords(question))];
  return sentences.map((sentence) => {
    const words = new Set(contentWords(sentence));
    return { sentence, score: asked.filter((word) => words.has(word)).length / asked.length };
  });
}

const headingShare = 0.5;
const pairBonus = 0.1;
const lengthPenalty = 0.002;

function weighCovered(question: string, sentences: readonly string[]): Candidate[] {
  const weightOf = weighWords(question, sentences);
  const total = sum([...weightOf.values()]);
  const askedPairs = wordPairs(question);
  let headingWords = new Set<string>();
  return sentences.flatMap((sentence) => {
    const words = contentWords(sentence);
    if (isHeading(sentence)) {
      headingWords = new Set(words);
      return [];
    }
    const covered = sum(
      [...weightOf].map(([word, weight]) => {
        if (words.includes(word)) return weight;
        return headingWords.has(word) ? weight * headingShare : 0;
      }),
    );
    const sharedPairs = [...wordPairs(sentence)].filter((pair) => askedPairs.has(pair)).length;
    const score = (covered / total) * (1 + pairBonus * sharedPairs) - lengthPenalty * words.length;
    return { sentence, score };
  });
}

/** The weight of each word of the question: the fewer sentences have it, the more it says. */
function weighWords(question: string, sentences: readonly string[]): Map<string, number> {
  const wordSets = sentences.map((sentence) => new Set(contentWords(sentence)));
  return new Map(
    contentWords(question).map((word) => {
      const frequency = wordSets.filter((words) => words.has(word)).length;
      return [word, Math.log(1 + sentences.length / (frequency + 0.5))];
    }),
  );
}

/** A short line of its own that does not end like a sentence and is not an item of a list. */
function isHeading(sentence: string): boolean {
  return /^[^-*•].*[^.!?…;:]$/u.test(sentence) && splitWords(sentence).length <= 8;
}

function wordPairs(text: string): Set<string> {
  const words = contentWords(text);
  return new Set(words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
