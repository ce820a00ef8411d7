import { expect, it } from "vitest";

import { warnOfStreams } from "./warn-of-streams.js";

const warningsOf = (outputs: readonly unknown[]): string[] => {
  const said: string[] = [];
  warnOfStreams(
    outputs.map((one) => ({ outputs: one })),
    { warn: (message) => void said.push(message) },
  );
  return said;
};

function* words(): Generator<string> {
  yield "a";
}

async function* chunks(): AsyncGenerator<string> {
  yield "a";
}

it("says once that streams are not read, and of how many cases", () => {
  const said = warningsOf([chunks(), "a", new ReadableStream(), words()]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^Expected `function` to give outputs, got streams, .* from 3 of 4: /);
});

it("says nothing of what can be read again", () => {
  expect(warningsOf(["a", ["a"], new Map(), new Set(), { next: 1 }, null, undefined])).toEqual([]);
});
