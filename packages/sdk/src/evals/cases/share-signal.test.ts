import { expect, test, vi } from "vitest";

import { shareSignal } from "./share-signal.js";

test("aborts with the caller's signal, with signals of a simulated browser too", () => {
  const given = new AbortController();
  // As happy-dom has them: event targets that Node does not know.
  class ForeignController {
    readonly signal = { aborted: false };
    abort(): void {
      this.signal.aborted = true;
    }
  }
  vi.stubGlobal("AbortController", ForeignController);
  try {
    const { signal } = shareSignal(given.signal);
    expect(signal?.aborted).toBe(false);
    given.abort();
    expect(signal?.aborted).toBe(true);
  } finally {
    vi.unstubAllGlobals();
  }
});
