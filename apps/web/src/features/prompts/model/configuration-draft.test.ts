import { expect, test } from "vitest";

import { readConfigurationDraft, readParameters } from "./configuration-draft.js";

const template = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "{{question}}" },
];

test("takes apart what has a field of its own, and leaves the rest as it is", () => {
  const parameters = { call_type: "chat", model: "gpt-5", template, hyperparameters: { top_p: 1 } };
  expect(readParameters(parameters)).toEqual({
    callType: "chat",
    model: "gpt-5",
    messages: template,
    rest: { hyperparameters: { top_p: 1 } },
  });
});

test("loses nothing of a template in a shape of its own", () => {
  for (const odd of ["Say {{x}}", [{ role: "user", content: "a", name: "b" }], [1]]) {
    const read = readParameters({ call_type: "completion", model: "m", template: odd });
    expect([read.messages, read.rest]).toEqual([[], { template: odd }]);
  }
});

test("reads a configuration from the form, messages in their order", () => {
  const form = new FormData();
  const fields = { name: " answers ", provider: "openai", model: "gpt-5", callType: "chat" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { role, content } of template) {
    form.append("role", role);
    form.append("content", content);
  }
  form.set("rest", '{ "hyperparameters": { "temperature": 0 } }');
  form.append("env", "prod");
  form.append("env", "dev");
  form.set("tags", "support, , short");
  expect(readConfigurationDraft(form, undefined)).toEqual({
    name: "answers",
    provider: "openai",
    type: "LLM",
    parameters: {
      call_type: "chat",
      model: "gpt-5",
      template,
      hyperparameters: { temperature: 0 },
    },
    env: ["dev", "prod"],
    tags: ["support", "short"],
  });
  form.set("rest", "[]");
  expect(() => readConfigurationDraft(form, undefined)).toThrow("Other parameters");
});
