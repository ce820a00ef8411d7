import { expect, test } from "vitest";

import { ignoredChoice, ignoredKeys, ignoredSort } from "./ignored-values.js";

test("says which values of an address mean nothing, and what would", () => {
  const known = ["completed", "failed"];
  expect(ignoredChoice({ status: "failed" }, "status", known)).toEqual([]);
  expect(ignoredChoice({}, "status", known)).toEqual([]);
  expect(ignoredChoice({ status: "done" }, "status", known)).toEqual([
    { key: "status", value: "done", because: "there is completed, failed" },
  ]);
  expect(ignoredChoice({ status: "complete" }, "status", known)).toEqual([
    { key: "status", value: "complete", because: "did you mean completed?" },
  ]);
});

test("says which sorts are by no column, either way", () => {
  expect(ignoredSort({ sort: "-cost" }, ["cost", "tokens"])).toEqual([]);
  expect(ignoredSort({ sort: "-bogus" }, ["cost", "tokens"])).toEqual([
    { key: "sort", value: "-bogus", because: "there is cost, tokens" },
  ]);
});

test("says which keys were probably meant, and nothing of those that others put into addresses", () => {
  const given = { stauts: "failed", name: "a", utm_source: "chat", ro: "1" };
  expect(ignoredKeys(given, ["status", "name", "row"])).toEqual([
    { key: "stauts", value: "failed", because: "did you mean status?" },
  ]);
});
