import { expect, test } from "vitest";

import { idFilters, toUuid } from "./id-filters.js";

const fieldsOf = (text: string): readonly string[] => idFilters(text).map(({ field }) => field);

test("knows by its shape what an id may be of", () => {
  expect(fieldsOf("5e551000-0000-4000-8000-000000000001")).toEqual(["event_id", "session_id"]);
  expect(fieldsOf("5e551000000040008000000000000001")).toEqual(["trace_id"]);
  expect(fieldsOf("00f067aa0ba902b7")).toEqual(["span_id"]);
  expect(fieldsOf("nightly")).toEqual([]);
});

test("takes ids as they are copied, in capitals and with spaces around them", () => {
  expect(idFilters(" 00F067AA0BA902B7\n")).toEqual([
    { field: "span_id", operator: "is", value: "00f067aa0ba902b7" },
  ]);
  expect(toUuid(" 5E551000-0000-4000-8000-00000000000A ")).toBe(
    "5e551000-0000-4000-8000-00000000000a",
  );
  expect(toUuid("nightly")).toBeUndefined();
});
