import { expect, it } from "vitest";
import { embedText } from "./embed-text.js";

const similarity = (left: string, right: string): number => {
  const other = embedText(right, 256);
  return embedText(left, 256).reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
};

it("gives vectors of length one, and the same one every time", () => {
  expect(similarity("tracing evaluates agents", "tracing evaluates agents")).toBeCloseTo(1, 5);
});

it("puts related texts closer than unrelated ones", () => {
  const question = "Which licence does the parser have?";
  const related = similarity(question, "The parser is released under the MIT licence.");
  const unrelated = similarity(question, "Colours are computed on a graphics card.");
  expect(related).toBeGreaterThan(unrelated + 0.2);
});

it("gives the zero vector for a text without words", () => {
  expect([...embedText("…", 4)]).toEqual([0, 0, 0, 0]);
});
