import { describe, expect, it } from "vitest";

import { formatUsage, formatUsageChange } from "./format-usage.js";

describe("what cases took", () => {
  it.each([
    ["duration_ms", 1250, "1.25 s"],
    ["total_tokens", 12_345.4, "12,345"],
    ["total_tokens", 2.25, "2.25"],
    ["cost_usd", 0.000012345, "$0.0000123"],
    ["cost_usd", 0, "$0"],
    ["cost_usd", 1234.5, "$1,230"],
    ["cost_usd", null, "–"],
  ])("is written with its unit: %s %s", (name, amount, text) => {
    expect(formatUsage(name, amount)).toBe(text);
  });

  it("has a sign where it is a change", () => {
    expect(formatUsageChange("cost_usd", -0.5)).toBe("-$0.5");
    expect(formatUsageChange("duration_ms", 20)).toBe("+20 ms");
    expect(formatUsageChange("total_tokens", 0)).toBe("0");
    expect(formatUsageChange("total_tokens", null)).toBe("–");
  });
});
