import { expect, test } from "vitest";

import { makeEvent } from "../../../testing/make-event.js";
import { saidBefore, saysSomething, toQuestions, toUpdate } from "./review.js";

const human = { type: "HUMAN", criteria: "?", scale: null, categories: null } as const;
const questions = toQuestions([
  { ...human, name: "polite", return_type: "boolean" },
  { ...human, name: "helpful", return_type: "float", scale: 3 },
  { ...human, name: "share", return_type: "float", scale: 100 },
  {
    ...human,
    name: "topic",
    return_type: "categorical",
    categories: [
      { category: "refund", score: null },
      { category: "other", score: null },
    ],
  },
  { ...human, name: "note", return_type: "string" },
  { ...human, name: "judge", type: "LLM", return_type: "float" },
]);

test("asks what people are to answer, with the answers that there are", () => {
  const offered = questions.map(({ name, answer }) => [
    name,
    answer.kind === "choice" ? answer.options.map(({ label }) => label).join() : answer.kind,
  ]);
  expect(offered).toEqual([
    ["polite", "yes,no"],
    ["helpful", "1,2,3"],
    ["share", "number"],
    ["topic", "refund,other"],
    ["note", "text"],
  ]);
});

test("makes answers of the type that the metric has, and leaves out what is empty", () => {
  const form: Readonly<Record<string, string>> = {
    isGood: "false",
    comment: " too long ",
    "answer polite": "true",
    "answer helpful": "2",
    "answer share": "0.5",
    "answer topic": "refund",
    "answer note": "",
  };
  expect(toUpdate({ read: (field) => form[field] ?? "", before: {} }, questions)).toEqual({
    feedback: { review_is_good: false, review_comment: "too long" },
    metrics: { polite: true, helpful: 2, share: 0.5, topic: "refund" },
  });
  expect(toUpdate({ read: () => "", before: {} }, questions)).toEqual({
    feedback: {},
    metrics: {},
  });
});

test("takes back what was said before and is empty now, and leaves to others what is the same", () => {
  const before = { isGood: "true", comment: "fine", "answer polite": "false" };
  const read = (field: string): string => (field === "isGood" ? "true" : "");
  expect(toUpdate({ read, before }, questions)).toEqual({
    feedback: { review_comment: null },
    metrics: { polite: null },
  });
  expect(saysSomething(read, questions)).toBe(true);
  expect(saysSomething(() => " ", questions)).toBe(false);
});

test("starts with what was said before", () => {
  const event = makeEvent({
    feedback: {
      review_is_good: true,
      review_comment: "fine",
      is_good: false,
      comment: "what its user says",
      ground_truth: { a: 1 },
    },
    metrics: { polite: false, helpful: 3, topic: null },
  });
  expect(saidBefore(event, questions)).toEqual({
    isGood: "true",
    comment: "fine",
    "answer polite": "false",
    "answer helpful": "3",
  });
});
