import { describe, expect, it } from "vitest";
import { isCorrect, tokenF1 } from "./evaluators.js";

const answer = (text: string, context = ""): Parameters<typeof tokenF1>[0] => ({
  answer: text,
  sources: [],
  context,
});
const expected = { answer: "The licence is MIT", source: "parser/README.md" };

describe("tokenF1", () => {
  it("is one for the same words and zero for none", () => {
    expect(tokenF1(answer("the licence is mit."), {}, expected)).toBe(1);
    expect(tokenF1(answer("I don't know."), {}, expected)).toBe(0);
  });

  it("counts words that are too many or missing", () => {
    expect(tokenF1(answer("MIT MIT"), {}, expected)).toBeCloseTo(1 / 3);
  });
});

describe("isCorrect", () => {
  it("asks for most of the expected words, and does not mind others", () => {
    expect(isCorrect(answer("Yes: the licence is MIT."), {}, expected)).toBe(true);
    expect(isCorrect(answer("The licence is ISC."), {}, expected)).toBe(false);
    expect(isCorrect(answer("I don't know."), {}, expected)).toBe(false);
  });
});
