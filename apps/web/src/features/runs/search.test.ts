import { expect, test } from "vitest";

import { toRunsFilter } from "./search.js";

test("asks for the newest runs first where the address names no column that sorts", () => {
  const newest = { sort_by: "created_at", sort_order: "desc" };
  expect([{}, { sort: "bogus" }, { sort: "-bogus" }].map(toRunsFilter)).toEqual([
    newest,
    newest,
    newest,
  ]);
  expect(toRunsFilter({ sort: "name" })).toEqual({ sort_by: "name", sort_order: "asc" });
});
