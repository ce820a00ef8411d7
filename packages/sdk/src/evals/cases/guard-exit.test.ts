import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it, vi } from "vitest";

import { evaluate } from "../evaluate.js";

it("says how many cases had ended, those that were cut off not among them", async () => {
  await using folder = await makeTemporaryDirectory();
  const interruption = new AbortController();
  let said = "";
  const endProcess = (): void => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    // What Node calls, by the second Ctrl-C, with everybody else that listens.
    process.listeners("exit").at(-1)?.call(process, 130);
    said = write.mock.calls.map(([text]) => String(text)).join("");
    write.mockRestore();
  };
  const { outcomes } = await evaluate({
    disableTracing: true,
    journal: folder.path,
    concurrency: 2,
    dataset: Array.from({ length: 10 }, (_, n) => ({ inputs: { n } })),
    function: ({ inputs, signal }) => {
      if (inputs.n < 4) return inputs.n;
      interruption.abort();
      return new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
    },
    signal: interruption.signal,
    reporters: [{ onRunCancelled: endProcess }],
  });
  expect(outcomes).toMatchObject({ passed: 4, cancelled: 6 });
  expect(said).toContain("with exit code 130. 4 of 10 cases had ended. Resume with ");
});
