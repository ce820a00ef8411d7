import { expect, test } from "vitest";

import { unflatten } from "./unflatten.js";

test("nests names by their dots", () => {
  expect(unflatten({ "a.b.c": 1, "a.d": 2, e: 3 })).toEqual({ a: { b: { c: 1 }, d: 2 }, e: 3 });
});

test("makes arrays of names that count up from 0, in any order", () => {
  expect(unflatten({ "a.1": "y", "a.0": "x", "b.1": "z" })).toEqual({
    a: ["x", "y"],
    b: { 1: "z" },
  });
});

test("keeps every value where a name is both a value and a parent", () => {
  expect(unflatten({ a: 1, "a.b": 2 })).toEqual({ a: 1, "a.b": 2 });
  expect(unflatten({ "a.b": 2, a: 1 })).toEqual({ a: 1, "a.b": 2 });
});

test("never reaches the prototype", () => {
  const result = unflatten({ "__proto__.polluted": true, "constructor.prototype.polluted": true });
  expect("polluted" in {}).toBe(false);
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

test("leaves names alone that are no paths", () => {
  expect(unflatten({ "a..b": 1, ".": 2, "": 3 })).toEqual({ "a..b": 1, ".": 2, "": 3 });
});
