import { expect, test } from "vitest";

import { limitMemory } from "./limit-memory.js";
import { webAssembly } from "./web-assembly.js";

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const types = [0x01, 0x0a, 0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x00, 0x01, 0x7f];
const functions = [0x03, 0x03, 0x02, 0x00, 0x01];
const exported = [0x07, 0x11, 0x02, 0x04, ...ascii("grow"), 0x00, 0x00];
const code = [
  0x0a, 0x0e, 0x02, 0x06, 0x00, 0x20, 0x00, 0x40, 0x00, 0x0b, 0x05, 0x00, 0x41, 0xaa, 0x00, 0x0b,
];

function ascii(text: string): number[] {
  return [...Buffer.from(text)];
}

/** `grow(pages)` gives the pages that there were, or -1; `answer` gives 42. */
function moduleWith(memory: readonly number[]): Uint8Array<ArrayBuffer> {
  const names = [...exported, 0x06, ...ascii("answer"), 0x00, 0x01];
  return Uint8Array.from([
    ...header,
    ...types,
    ...functions,
    0x05,
    memory.length + 1,
    0x01,
    ...memory,
    ...names,
    ...code,
  ]);
}

test.each([
  ["without a limit", [0x00, 0x02]],
  ["with a larger one", [0x01, 0x02, 0x80, 0x02]],
  ["whose size is written in more bytes than it needs", [0x00, 0x82, 0x00]],
])("a memory %s grows to the limit and no further", async (_, memory) => {
  const limited = limitMemory(moduleWith(memory), 200 * 65_536 + 1);
  const { exports } = await webAssembly.instantiate(await webAssembly.compile(limited), {});
  const { grow, answer } = exports as Record<"grow" | "answer", (pages: number) => number>;
  expect([grow(198), grow(1), grow(0), answer(0)]).toEqual([2, -1, 200, 42]);
});

test("what has no memory, two, or a shared one is refused", () => {
  expect(() => limitMemory(Uint8Array.from(header), 65_536)).toThrow("got one without");
  expect(() => limitMemory(moduleWith([0x03, 0x01, 0x02]), 65_536)).toThrow("not shared");
});
