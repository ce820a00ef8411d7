import { expect, test } from "vitest";

import { parseSearch, pickSearch, stringifySearch } from "./search-params.js";

test("restores what it wrote, with ids that look like numbers as text", () => {
  const search = { run: "123456789012345678901", q: "a b&c=d", metric: "score@session:x" };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test("leaves out what is empty", () => {
  expect(stringifySearch({ q: "", tab: undefined })).toBe("");
});

test("takes only the keys a page knows", () => {
  expect(pickSearch({ q: "x", other: "y", tab: "" }, ["q", "tab"])).toEqual({ q: "x" });
});
