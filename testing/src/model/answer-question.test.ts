import { describe, expect, it } from "vitest";
import { answerQuestion, noAnswer, splitSentences, type Reading } from "./answer-question.js";

const small: Reading = { contextTokens: 20, sentences: 1, ranking: "count", threshold: 0.3 };
const large: Reading = { contextTokens: 4000, sentences: 2, ranking: "weigh", threshold: 0.3 };
const context = `The parser reads configuration files. The parser was written in 2019 and is small.

- The licence of the parser is MIT.
- The printer has the Apache licence.`;

describe("answerQuestion", () => {
  it("quotes the sentence that covers the question", () => {
    const question = "Which licence does the parser have?";
    expect(answerQuestion({ context, question }, large)).toBe(
      "- The licence of the parser is MIT.",
    );
  });

  it("does not see what is beyond the context window", () => {
    const question = "Which licence does the printer have?";
    expect(answerQuestion({ context, question }, small)).toBe(noAnswer);
    expect(answerQuestion({ context, question }, large)).toBe(
      "- The printer has the Apache licence.",
    );
  });

  it("lets a heading speak for the sentences below it when it weighs", () => {
    const sections = "parser\n\nIt needs Node 20.\n\nprinter\n\nIt needs Node 22.";
    const question = "Which Node does the printer need?";
    expect(answerQuestion({ context: sections, question }, { ...large, sentences: 1 })).toBe(
      "It needs Node 22.",
    );
    expect(answerQuestion({ context: sections, question }, small)).toBe("It needs Node 20.");
  });

  it("does not know what the context does not say", () => {
    const question = "How tall is the Eiffel tower?";
    expect(answerQuestion({ context, question }, large)).toBe(noAnswer);
    expect(answerQuestion({ context: "", question }, large)).toBe(noAnswer);
  });
});

it("splits sentences at full stops, blank lines and list items, not inside names and numbers", () => {
  expect(
    splitSentences(
      "Node.js 20.1 is needed. See the docs\nfor more.\n\nUsage notes\n- one item\n- two items",
    ),
  ).toEqual([
    "Node.js 20.1 is needed.",
    "See the docs for more.",
    "Usage notes",
    "- one item",
    "- two items",
  ]);
});
