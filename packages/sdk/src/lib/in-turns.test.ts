import { expect, it } from "vitest";

import { inTurns } from "./in-turns.js";

it("lets others have their turn, and gives the result or the error", async () => {
  let hadTurn = false;
  setTimeout(() => (hadTurn = true), 0);
  function* untilOthersHadTurn(): Generator<undefined, string> {
    while (!hadTurn) yield;
    return "result";
  }
  expect(await inTurns(untilOthersHadTurn())).toBe("result");
  function* failing(): Generator<undefined, never> {
    yield;
    throw new Error("no result");
  }
  await expect(inTurns(failing())).rejects.toThrow("no result");
});
