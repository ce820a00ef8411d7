import { expect, it, vi } from "vitest";

import { EqualQuestions } from "./equal-questions.js";

it("lets nobody wait longer than they want, or for what may never come", async () => {
  const questions = new EqualQuestions();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const end = await questions.begin("one", undefined);
    await questions.begin("another", undefined);
    const stop = new AbortController();
    const stopped = questions.begin("one", stop.signal);
    stop.abort(new Error("given up"));
    await expect(stopped).rejects.toThrow("given up");
    const waiting = questions.begin("one", undefined).then(() => "waited");
    const wait = vi.advanceTimersByTimeAsync(29_999).then(() => "waits");
    expect(await Promise.race([waiting, wait])).toBe("waits");
    await vi.advanceTimersByTimeAsync(1);
    expect(await waiting).toBe("waited");
    const answered = questions.begin("one", undefined);
    end();
    await answered;
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
