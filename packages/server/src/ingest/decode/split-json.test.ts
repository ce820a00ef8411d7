import { expect, test } from "vitest";

import { decodeJson } from "./json.js";
import { splitJson, splitJsonNow } from "./split-json.js";

const ids = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

function request(names: readonly string[], padding = ""): Uint8Array {
  const spans = names.map((name) => ({ ...ids, name, startTimeUnixNano: "5", attributes: [] }));
  // Lists of objects at the same depth, and brackets and quotes in texts, that are no spans.
  const scope = { name: 'a "scope" [{ ] } \\', attributes: [{ key: padding }] };
  const others = { later: [{ x: [1, { y: 2 }] }, [{}], 3] };
  const resourceSpans = [{ resource: {}, scopeSpans: [{ ...others, spans, scope }] }];
  return Buffer.from(JSON.stringify({ unknown: [[[{ z: [{}] }]]], resourceSpans }));
}

function namesOf(body: Uint8Array): string[] {
  return [...decodeJson(splitJsonNow(body))].map((decoded) =>
    decoded.kind === "span" ? `${decoded.span.scope.name}: ${decoded.span.name}` : decoded.reason,
  );
}

test("finds the spans whatever is around and in them", () => {
  const names = ["plain", '{"a":["}]"]}', 'ends in \\"', "\\\\", "🐝\u2028"];
  const scope = 'a "scope" [{ ] } \\';
  expect(namesOf(request(names))).toEqual(names.map((name) => `${scope}: ${name}`));
});

test("does not take a number among the spans for one of them", () => {
  const span = JSON.stringify({ ...ids, name: "once", startTimeUnixNano: "5" });
  const body = Buffer.from(
    `{"resourceSpans":[{"scopeSpans":[{"spans":[0,${span},{"first":0,"count":1}]}]}]}`,
  );
  expect(namesOf(body)).toEqual([": once", expect.stringContaining("expected a trace id")]);
});

/** Three spans with that in between, and another in a list of its own. */
function spansWith(between: string): Uint8Array {
  const span = JSON.stringify({ ...ids, name: "one", startTimeUnixNano: "5" });
  const row = `{"spans":[${[span, span, span].join(between)}]}`;
  return Buffer.from(`{"resourceSpans":[{"scopeSpans":[${row},{"spans":[${span}]}]}]}`);
}

test.each([",", " ,\n ", ",7,", ",null ,"])("reads spans with `%s` in between", (between) => {
  expect(namesOf(spansWith(between))).toEqual([": one", ": one", ": one", ": one"]);
});

test.each(["", " ", ",,", ":"])("refuses spans with `%s` in between", (between) => {
  expect(() => namesOf(spansWith(between))).toThrow(/not a JSON object/);
});

test("gives others a turn again and again", () => {
  const splitting = splitJson(request(Array.from({ length: 30_000 }, (_, index) => `n${index}`)));
  let turns = 0;
  while (splitting.next().done !== true) turns += 1;
  expect(turns).toBeGreaterThan(10);
});

test("refuses what is cut off, wherever", () => {
  const body = request(["a", "b"], "some text");
  for (let length = 0; length < body.length; length++) {
    expect(() => namesOf(body.subarray(0, length)), `cut at ${length}`).toThrow(
      /not a JSON object/,
    );
  }
});

test.each([
  { depth: 497, isRead: true },
  { depth: 498, isRead: false },
])(
  "reads spans with values of up to 500 levels: $depth below an attribute",
  ({ depth, isRead }) => {
    const nested = "[".repeat(depth) + "]".repeat(depth);
    const span = JSON.stringify({ ...ids, name: "deep", startTimeUnixNano: "5" });
    const body = Buffer.from(
      `{"resourceSpans":[{"scopeSpans":[{"spans":[${span.slice(0, -1)},"unknown":{"a":[${nested}]}}]}]}]}`,
    );
    if (isRead) expect(namesOf(body)).toEqual([": deep"]);
    else expect(() => namesOf(body)).toThrow(/deeper/);
  },
);
