import { describe, expect, it } from "vitest";
import { isGrounded, tokenF1 } from "./evaluators.js";

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

describe("isGrounded", () => {
  it("says whether the answer comes from the context", () => {
    expect(isGrounded(answer("The licence is MIT.", "Reads text. The licence is MIT."))).toBe(true);
    expect(isGrounded(answer("The licence is ISC.", "Reads text. The licence is MIT."))).toBe(
      false,
    );
  });

  it("does not score an answer that was not given", () => {
    expect(isGrounded(answer("I don't know.", "Reads text."))).toBeNull();
  });
});
