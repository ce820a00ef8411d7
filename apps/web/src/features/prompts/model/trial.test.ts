import { expect, test } from "vitest";

import {
  describeAnswer,
  readInputs,
  textsFor,
  trialVariables,
  variableField,
  whyCutOff,
} from "./trial.js";

const template = [
  { role: "system", content: "Answer in {{language}}." },
  { role: "user", content: "{{question}} ({{ language }})" },
];
const answer = {
  message: { role: "assistant", content: "4", refusal: null, tool_calls: [] },
  finish_reason: "stop",
  model: "gpt-5-mini",
  prompt_tokens: 1312,
  completion_tokens: 20,
  cost_usd: 0.00123,
  duration_ms: 1250.4,
};

test("a prompt's variables are those of its messages, in their order", () => {
  expect(trialVariables({ model: "{{m}}", template })).toEqual(["language", "question"]);
  expect(trialVariables({ template: "Say {{what}}" })).toEqual(["what"]);
  expect(trialVariables({ messages: [{ role: "user", content: "Hi" }] })).toEqual([]);
});

test("there is nothing to try without messages", () => {
  expect([trialVariables({}), trialVariables({ template: [] })]).toEqual([undefined, undefined]);
});

test("reads what fills each variable as it was typed", () => {
  const form = new FormData();
  form.set(variableField("question"), " 2+2? ");
  form.set("question", "another field");
  expect(readInputs(form, ["question", "language"])).toEqual({ question: " 2+2? ", language: "" });
});

test("takes from a datapoint what fills each variable, and nothing for what it lacks", () => {
  const inputs = { question: "2+2?", list: [1], user: { name: "Ada" }, other: "x", none: null };
  expect(
    Object.fromEntries(textsFor(["question", "list", "user.name", "none", "gone"], inputs)),
  ).toEqual({ question: "2+2?", list: "[1]", "user.name": "Ada", none: "", gone: "" });
});

test("says what an answer took, and what nobody knows of it", () => {
  expect(describeAnswer(answer)).toBe("gpt-5-mini · tokens: 1,312 in, 20 out · $0.00123 · 1.25 s");
  const unknown = { model: null, prompt_tokens: null, completion_tokens: null, cost_usd: null };
  expect(describeAnswer({ ...answer, ...unknown })).toBe("tokens unknown · price unknown · 1.25 s");
});

test("says why an answer is not whole", () => {
  expect([null, "stop", "tool_calls"].map(whyCutOff)).toEqual([undefined, undefined, undefined]);
  expect(whyCutOff("length")).toBe("Cut off: it reached its limit of tokens.");
  expect(whyCutOff("recitation")).toBe("It ended with recitation.");
});
