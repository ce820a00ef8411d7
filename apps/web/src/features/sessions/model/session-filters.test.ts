import { describe, expect, it } from "vitest";

import { linesWithoutFilter, parseFilters, toFilterText } from "./session-filters.js";

describe("the filters of a link", () => {
  it("come back as they were, whatever their operator and value", () => {
    const filters = [
      { field: "metadata.customer", operator: "is", value: "acme & sons, is not is" },
      { field: "metadata.customer", operator: "is not", value: "globex" },
      { field: "feedback.rating", operator: "greater than", value: "3" },
      { field: "error", operator: "exists" },
      { field: "outputs.answer", operator: "not exists" },
    ] as const;
    expect(parseFilters(toFilterText(filters))).toEqual(filters);
  });

  it("that are none are left out", () => {
    const text = "\nmetadata.customer\nmetadata.customer equals acme\nmetadata.customer is\n";
    expect(parseFilters(text)).toEqual([]);
    expect(linesWithoutFilter(`${text}error exists`)).toEqual(text.trim().split("\n"));
    expect(parseFilters(undefined)).toEqual([]);
    expect(toFilterText([])).toBeUndefined();
  });
});
