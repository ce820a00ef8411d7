import { describe, expect, it } from "vitest";

import { eventIdOfSpan, isUuid } from "./event-id.js";

describe("eventIdOfSpan", () => {
  it("is a UUID of version 8, the same for the same span", () => {
    const id = eventIdOfSpan("0AF7651916CD43DD8448EB211C80319C", "00f067aa0ba902b7");
    expect(id).toBe("8448eb21-1c80-819c-80f0-67aa0ba902b7");
    expect(eventIdOfSpan("0af7651916cd43dd8448eb211c80319c", "00F067AA0BA902B7")).toBe(id);
  });

  it("is valid for any ids", () => {
    for (const digit of "0123456789abcdef") {
      const id = eventIdOfSpan(digit.repeat(32), digit.repeat(16));
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("differs between spans of one trace, and between traces", () => {
    const spanIds = Array.from({ length: 1000 }, (_, index) =>
      index.toString(16).padStart(16, "0"),
    );
    const traceIds = spanIds.map((id) => `${"0".repeat(16)}${id}`);
    const ids = [
      ...spanIds.map((id) => eventIdOfSpan("1".repeat(32), id)),
      ...traceIds.map((id) => eventIdOfSpan(id, "1".repeat(16))),
    ];
    expect(new Set(ids).size).toBe(2000);
  });
});

describe("isUuid", () => {
  it.each([
    ["8448eb21-1c80-819c-80f0-67aa0ba902b7", true],
    ["8448EB21-1C80-819C-80F0-67AA0BA902B7", true],
    ["8448eb211c80819c80f067aa0ba902b7", false],
    [" 8448eb21-1c80-819c-80f0-67aa0ba902b7", false],
    ["8448eb21-1c80-819c-80f0-67aa0ba902b7\n", false],
    ["", false],
    [undefined, false],
    [5, false],
  ])("of %j is %j", (value, expected) => {
    expect(isUuid(value)).toBe(expected);
  });
});
