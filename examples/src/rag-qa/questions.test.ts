import { expect, it } from "vitest";
import { questions } from "./questions.js";
import { readDocuments } from "./read-documents.js";

const singleSpaced = (text: string): string => text.replace(/\s+/g, " ");

it.each(questions)("$packageName: $question", ({ packageName, answer }) => {
  const [document] = readDocuments([packageName]);
  expect(singleSpaced(document?.text ?? "")).toContain(answer);
});

it("asks at least forty different questions", () => {
  expect(new Set(questions.map(({ question }) => question)).size).toBeGreaterThanOrEqual(40);
});
