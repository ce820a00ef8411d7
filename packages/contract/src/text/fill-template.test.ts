import { expect, test } from "vitest";

import { fillTemplate, templateVariables, valueAt } from "./fill-template.js";

test("fills in texts as they are, anything else as JSON, and nothing where there is none", () => {
  const values: Record<string, unknown> = { city: "$& Lima", größe: 3, list: ["a"], none: null };
  const filled = fillTemplate(
    "{{city}} {{ größe }} {{list}} {{none}}{{gone}}",
    (name) => values[name],
  );
  expect(filled).toBe('$& Lima 3 ["a"] ');
});

test("leaves alone what is no name in two pairs of braces", () => {
  const text = "{city} {{#if x}} {{ }} {{two words}} {{{";
  expect([fillTemplate(text, () => "x"), templateVariables(text)]).toEqual([text, []]);
});

test("finds the variables of a template, each once, wherever its texts are", () => {
  const template = [
    { role: "system", content: "Answer in {{language}}." },
    { role: "user", content: [{ type: "text", text: "{{ question }} in {{language}}" }, 1, null] },
  ];
  expect(templateVariables(template)).toEqual(["language", "question"]);
  expect(templateVariables(undefined)).toEqual([]);
});

test("takes a value under its name before one along its dots, and nothing that is not the object's own", () => {
  const values = { "user.name": "whole", user: { name: "inner", city: "Lima" }, list: ["a"] };
  const names = ["user.name", "user.city", "user.street", "list.length", "constructor", "list.0"];
  expect(names.map((name) => valueAt(values, name))).toEqual([
    "whole",
    "Lima",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
