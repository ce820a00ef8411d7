import { describe, expect, it } from "vitest";

import { formatTraceparent, parseTraceparent } from "./traceparent.js";

const traceId = "12345678901234567890123456789012";
const spanId = "1234567890123456";

/** The cases of the W3C's trace-context test suite. */
describe("a traceparent", () => {
  it.each([
    ["version 00", `00-${traceId}-${spanId}-01`],
    ["a future version", `cc-${traceId}-${spanId}-01`],
    [
      "a future version with more behind it",
      `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`,
    ],
    ["spaces around it", `  00-${traceId}-${spanId}-01\t`],
  ])("is read with %s", (_, header) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true });
  });

  it.each([
    ["of version ff", `ff-${traceId}-${spanId}-01`],
    ["of version 00 with more behind it", `00-${traceId}-${spanId}-01-extra`],
    ["of a future version with more glued on", `cc-${traceId}-${spanId}-01.what`],
    ["with an illegal version", `0g-${traceId}-${spanId}-01`],
    ["with a version too long", `000-${traceId}-${spanId}-01`],
    ["with a version too short", `0-${traceId}-${spanId}-01`],
    ["with a trace id of zeros", `00-${"0".repeat(32)}-${spanId}-01`],
    ["with an illegal trace id", `00-.${traceId.slice(1)}-${spanId}-01`],
    ["with a trace id in capitals", `00-${"A".repeat(32)}-${spanId}-01`],
    ["with a trace id too long", `00-${traceId}00-${spanId}-01`],
    ["with a trace id too short", `00-${traceId.slice(1)}-${spanId}-01`],
    ["with a parent id of zeros", `00-${traceId}-${"0".repeat(16)}-01`],
    ["with an illegal parent id", `00-${traceId}-.${spanId.slice(1)}-01`],
    ["with a parent id too long", `00-${traceId}-${spanId}0-01`],
    ["with illegal flags", `00-${traceId}-${spanId}-.0`],
    ["with flags too long", `00-${traceId}-${spanId}-001`],
    ["with flags too short", `00-${traceId}-${spanId}-1`],
    ["sent twice", `00-${traceId}-${spanId}-01,00-${traceId}-${spanId}-01`],
    ["that is empty", ""],
  ])("%s is none", (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it("keeps only the flags it knows, and writes what it reads", () => {
    const header = `00-${traceId}-${spanId}-01`;
    expect(parseTraceparent(`00-${traceId}-${spanId}-ff`)?.traceFlags).toBe(1);
    const parsed = parseTraceparent(header);
    expect(parsed && formatTraceparent(parsed)).toBe(header);
  });
});
