import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";

import { toScores } from "../scoring/score.js";
import { areEqual } from "./are-equal.js";
import { toolCalls } from "./tool-calls.js";

/** As what `fetch` gives to a test of jest. */
const foreign = (json: string): unknown => runInNewContext(`JSON.parse(${JSON.stringify(json)})`);

it.each([
  ["Paris", '"Paris"', true],
  [{ answer: "Paris", parts: [{ n: 0 }] }, '{"answer":"Paris","parts":[{"n":0}]}', true],
  [{ answer: "Paris" }, '{"answer":"Lima"}', false],
  [[1, 2], "[1,2]", true],
  [[1, 2], '{"0":1,"1":2}', false],
  [new Map(), "{}", false],
])("compares %o with %s of another realm", (ours, theirs, isSame) => {
  expect(areEqual(ours, foreign(theirs))).toBe(isSame);
  expect(areEqual(foreign(theirs), ours)).toBe(isSame);
});

it("compares arguments of tools as outputs are compared", async () => {
  const made = [{ name: "find", arguments: { city: "Lima", unit: undefined } }];
  const wanted = foreign('[{"name":"find","arguments":{"city":"Lima"}}]');
  expect(await toolCalls().evaluate(made, {}, wanted, {} as never)).toMatchObject({ score: true });
});

it("takes groups of scores of another realm", () => {
  expect(toScores("style", foreign('{"kind":1,"short":{"score":0.5}}'))).toEqual({
    "style.kind": { state: "scored", value: 1 },
    "style.short": { state: "scored", value: 0.5 },
  });
});
