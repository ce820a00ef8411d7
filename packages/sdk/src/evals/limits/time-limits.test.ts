import { describe, expect, it } from "vitest";

import { shareSignal } from "../cases/share-signal.js";
import { TimeLimits, withSignal, type TimeLimit } from "./time-limits.js";

const never = (): Promise<never> => new Promise(() => undefined);

/** Why a call that hangs is no longer waited for. */
async function reasonOf(timeoutMs: number, begin: (limit: TimeLimit) => void): Promise<unknown> {
  try {
    return await new TimeLimits(timeoutMs, undefined).run((limit) => {
      begin(limit);
      return never();
    });
  } catch (error) {
    return error;
  }
}

describe("TimeLimits", () => {
  it("give at once what a call gives at once, and throw what it throws", () => {
    const limits = new TimeLimits(1000, undefined);
    expect(limits.run(() => 1)).toBe(1);
    expect(() => limits.run(() => JSON.parse("{"))).toThrow(SyntaxError);
  });

  it("give what a call's promise gives, and reject as it does", async () => {
    const limits = new TimeLimits(1000, undefined);
    const failure = new Error("own");
    expect(await limits.run(async () => 2)).toBe(2);
    await expect(limits.run(() => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("reject at a call's end and abort its signal with the same reason", async () => {
    const signals: AbortSignal[] = [];
    const error = await reasonOf(5, ({ signal }) => void signals.push(signal));
    expect(error).toMatchObject({ code: "CASE_TIMED_OUT" });
    expect(signals[0]?.reason).toBe(error);
  });

  it("have aborted the signal of a call that asks for it only afterwards", async () => {
    const limits: TimeLimit[] = [];
    const error = await reasonOf(5, (limit) => void limits.push(limit));
    expect(limits[0]?.signal.reason).toBe(error);
    expect(limits[0]?.signal).toBe(limits[0]?.signal);
  });

  it("do not call at all what was cancelled before", () => {
    let calls = 0;
    const limits = new TimeLimits(1000, AbortSignal.abort());
    expect(() => limits.run(() => calls++)).toThrow("cancelled");
    expect(calls).toBe(0);
  });

  it("reject a call that cancels them itself", async () => {
    const controller = new AbortController();
    const limited = new TimeLimits(10_000, controller.signal).run(() => {
      controller.abort();
      return never();
    });
    await expect(limited).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("give each call its own time, whoever runs beside it", async () => {
    const limits = new TimeLimits(30, undefined);
    const order: string[] = [];
    const hang = async (name: string): Promise<number> => {
      const startedAt = performance.now();
      await expect(limits.run(never, () => void order.push(name))).rejects.toMatchObject({
        code: "CASE_TIMED_OUT",
      });
      return performance.now() - startedAt;
    };
    const first = hang("first");
    const second = Promise.resolve(
      limits.run(() => new Promise((resolve) => setTimeout(resolve, 15))),
    ).then(() => hang("second"));
    for (const elapsedMs of await Promise.all([first, second])) {
      expect(elapsedMs).toBeGreaterThanOrEqual(30);
    }
    expect(order).toEqual(["first", "second"]);
  });

  it("count the time that a call holds up the program before it gives a promise", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    const limits = new TimeLimits(300, undefined);
    const startedAt = performance.now();
    const limited = limits.run(() => {
      while (performance.now() < startedAt + 310);
      return never();
    });
    const anew = new Promise((resolve) => setTimeout(resolve, 290, "its time began anew"));
    await expect(Promise.race([limited, anew])).rejects.toMatchObject({ code: "CASE_TIMED_OUT" });
    process.off("warning", warn);
    // Node 24 does of a timer in the past.
    expect(warnings).toEqual([]);
  });

  it("say once when a call is over, however late it settles", async () => {
    const limits = new TimeLimits(5, undefined);
    let ends = 0;
    let settle: (() => void) | undefined;
    const late = new Promise<void>((resolve) => (settle = resolve));
    const limited = limits.run(
      () => late,
      () => ends++,
    );
    await expect(limited).rejects.toMatchObject({ code: "CASE_TIMED_OUT" });
    settle?.();
    await late;
    expect(ends).toBe(1);
  });

  it("reject all that run when they are cancelled, and run no more", async () => {
    const controller = new AbortController();
    const limits = new TimeLimits(10_000, controller.signal);
    const signals: AbortSignal[] = [];
    const hang = ({ signal }: TimeLimit): Promise<never> => {
      signals.push(signal);
      return never();
    };
    const running = [limits.run(hang), limits.run(hang)];
    controller.abort();
    for (const limited of running) {
      await expect(limited).rejects.toMatchObject({ code: "CANCELLED" });
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(() => limits.run(hang)).toThrow("cancelled");
  });
});

describe("an object with a limit's signal", () => {
  it("is plain, asks for the signal when it is read, and gives it to its copies", () => {
    let asked = 0;
    const { signal } = new AbortController();
    const limit = {
      get signal() {
        asked++;
        return signal;
      },
    };
    const [one, other] = [
      withSignal({ id: 1 }, limit),
      withSignal({ id: 2 }, { signal: AbortSignal.abort() }),
    ];
    expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
    expect(Object.keys(one)).toEqual(["id", "signal"]);
    expect(asked).toBe(0);
    expect([one.signal, asked]).toEqual([signal, 1]);
    expect({ ...one }).toEqual({ id: 1, signal });
    expect(other.signal.aborted).toBe(true);
  });
});

describe("shareSignal", () => {
  it("aborts with the caller's signal and its reason, at once when that has aborted", () => {
    const controller = new AbortController();
    const { signal } = shareSignal(controller.signal);
    controller.abort("enough");
    expect(signal?.reason).toBe("enough");
    expect(shareSignal(AbortSignal.abort("before")).signal?.reason).toBe("before");
  });

  it("no longer follows once it is released", () => {
    const controller = new AbortController();
    const shared = shareSignal(controller.signal);
    shared.release();
    controller.abort();
    expect(shared.signal?.aborted).toBe(false);
  });
});
