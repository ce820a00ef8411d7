import { expect, it } from "vitest";

import { readPartialSuccess } from "./partial-success.js";

const text = (value: string): number[] => [...Buffer.from(value)];

it.each<[string, number[], { rejectedSpans: number; message: string }]>([
  ["nothing", [], { rejectedSpans: 0, message: "" }],
  ["an empty message", [0x0a, 0], { rejectedSpans: 0, message: "" }],
  ["a count", [0x0a, 3, 0x08, 0xac, 0x02], { rejectedSpans: 300, message: "" }],
  ["a message", [0x0a, 6, 0x08, 1, 0x12, 2, ...text("no")], { rejectedSpans: 1, message: "no" }],
  ["fields of later versions", [0x12, 1, 9, 0x0a, 2, 0x08, 5], { rejectedSpans: 5, message: "" }],
  ["a message that is cut", [0x0a, 50, 0x08], { rejectedSpans: 0, message: "" }],
  [
    "a negative count",
    [0x0a, 11, 0x08, ...Array<number>(9).fill(0xff), 1],
    { rejectedSpans: 0, message: "" },
  ],
  [
    "JSON",
    text('{"partialSuccess":{"rejectedSpans":"2","errorMessage":"bad"}}'),
    { rejectedSpans: 2, message: "bad" },
  ],
  ["JSON without it", text("{}"), { rejectedSpans: 0, message: "" }],
  ["JSON that is broken", text("{oops"), { rejectedSpans: 0, message: "" }],
  ["a page", text("<html></html>"), { rejectedSpans: 0, message: "" }],
])("reads %s", (_, bytes, expected) => {
  expect(readPartialSuccess(Buffer.from(bytes), 1000)).toEqual(expected);
});

it("never takes more spans for rejected than were sent", () => {
  const bytes = Buffer.from([0x0a, 3, 0x08, 0xac, 0x02]);
  expect(readPartialSuccess(bytes, 12)).toEqual({ rejectedSpans: 12, message: "" });
});
