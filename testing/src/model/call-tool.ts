import type { ForcedTool } from "./parse-forced-tool.js";
import { contentWords } from "./words.js";

/**
 * The arguments of a tool that makes the model a judge: it compares the last two of the prompt's `[Sections]: …` by their
 * words, says what it found, and chooses the option whose description in the prompt, `(A) …`, speaks of that. Without
 * such a description it takes the first option for "the same details", and the last one otherwise.
 */
export function callTool({ argumentOptions }: ForcedTool, prompt: string): Record<string, string> {
  const { relation, explanation } = compareSections(prompt);
  return Object.fromEntries(
    Object.entries(argumentOptions).map(([name, options]) => {
      const described = options.find((option) => describes(prompt, option, relation));
      const fallback = relation === "same details" ? options[0] : options.at(-1);
      return [name, described ?? fallback ?? explanation];
    }),
  );
}

type Relation = "same details" | "subset" | "superset" | "disagreement";

function compareSections(prompt: string): { relation: Relation; explanation: string } {
  const [first, second] = [...prompt.matchAll(/\[([\w ]+)\]: (.*)/g)].slice(-2);
  const reference = new Set(contentWords(first?.[2] ?? ""));
  const submitted = new Set(contentWords(second?.[2] ?? ""));
  const missing = [...reference].filter((word) => !submitted.has(word));
  const added = [...submitted].filter((word) => !reference.has(word));
  return {
    relation: relationOf(missing.length, added.length),
    explanation: `${second?.[1] ?? "It"} lacks ${list(missing)} and adds ${list(added)}.`,
  };
}

function relationOf(missing: number, added: number): Relation {
  if (missing > 0) return added > 0 ? "disagreement" : "subset";
  return added > 0 ? "superset" : "same details";
}

function describes(prompt: string, option: string, relation: Relation): boolean {
  return prompt
    .split("\n")
    .some((line) => line.trim().startsWith(`(${option})`) && line.includes(relation));
}

function list(words: readonly string[]): string {
  return words.length === 0 ? "nothing" : words.join(", ");
}
