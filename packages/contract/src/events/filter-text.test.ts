import { expect, test } from "vitest";

import { filterText, parseFilter } from "./filter-text.js";

test("a filter is read as it was written, whatever its operator and value", () => {
  for (const text of [
    "metadata.customer is acme & sons, is not is",
    "metadata.customer is not globex",
    "feedback.rating greater than 3",
    "error exists",
    "outputs.answer not exists",
  ]) {
    const filter = parseFilter(`  ${text}  `);
    expect(filter && filterText(filter)).toBe(text);
  }
});

test("fields have spaces, as metrics do, and are in quotes where they could be misread", () => {
  const texts: readonly (readonly [field: string, text: string])[] = [
    ["metrics.one word", "metrics.one word is false"],
    ["metrics.is it good", "metrics.is it good is false"],
    ["metrics.what is said", '"metrics.what is said" is false'],
    ["metadata.exists", "metadata.exists is false"],
    ['"quoted" \\ is', '"\\"quoted\\" \\\\ is" is false'],
    ["metadata.two\nlines", '"metadata.two\\nlines" is false'],
    ["metadata. spaced ", '"metadata. spaced " is false'],
  ];
  for (const [field, text] of texts) {
    const filter = { field, operator: "is", value: "false" } as const;
    expect(filterText(filter)).toBe(text);
    expect(parseFilter(text)).toEqual(filter);
  }
});

test("what lacks a field, an operator or a value, or has one too many, is no filter", () => {
  for (const text of [
    "",
    "error",
    "a equals b",
    "a is",
    "a is ",
    "error exists today",
    "is b",
    '"a\\q" is b',
    '"a" b',
  ]) {
    expect(parseFilter(text)).toBeUndefined();
  }
});
