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

test("what lacks a field, an operator or a value, or has one too many, is no filter", () => {
  for (const text of ["", "error", "a equals b", "a is", "a is ", "error exists today", "is b"]) {
    expect(parseFilter(text)).toBeUndefined();
  }
});
