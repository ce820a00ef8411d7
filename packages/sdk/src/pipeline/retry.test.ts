import { describe, expect, it } from "vitest";

import { realTime, sendWithRetry, type Delivery, type RetryPolicy } from "./retry.js";
import type { TransportResponse } from "./transport.js";

const policy: RetryPolicy = {
  firstDelayMs: 100,
  maxDelayMs: 400,
  maxElapsedMs: 1000,
  maxAttempts: Infinity,
};
const answer = (status: number, retryAfter?: string): TransportResponse => ({
  status,
  retryAfter,
  contentType: "application/json",
  body: Buffer.from(`status ${status}`),
});

interface Attempted {
  readonly delivery: Delivery;
  readonly delays: readonly number[];
}

/** Sends until settled; time passes only by waiting. */
async function attempt(
  answers: readonly (TransportResponse | Error)[],
  random = 1,
  wallMs = 0,
): Promise<Attempted> {
  const delays: number[] = [];
  let nowMs = 0;
  let call = 0;
  const delivery = await sendWithRetry(
    () => {
      const next = answers[Math.min(call++, answers.length - 1)];
      return next instanceof Error || next === undefined
        ? Promise.reject(next ?? new Error("no answer"))
        : Promise.resolve(next);
    },
    {
      policy,
      signal: new AbortController().signal,
      onRetry: () => undefined,
      now: () => nowMs,
      wallNow: () => wallMs + nowMs,
      random: () => random,
      wait: (delayMs) => {
        delays.push(delayMs);
        nowMs += delayMs;
        return Promise.resolve();
      },
    },
  );
  return { delivery, delays };
}

describe("sendWithRetry", () => {
  it("does not begin once the pipeline is closed", async () => {
    const send = (): Promise<never> => expect.unreachable("It was sent.");
    const closed = { policy, signal: AbortSignal.abort(), onRetry: () => undefined };
    const delivery = await sendWithRetry(send, { ...realTime, ...closed });
    expect(delivery.result).toBe("gave-up");
  });

  it.each([200, 201, 202, 204])("is done with %i", async (status) => {
    expect((await attempt([answer(status)])).delivery.result).toBe("delivered");
  });

  const sentOn = " (requests are sent on to another address: check `serverUrl` or HH_API_URL)";
  it.each([300, 307, 400, 401, 403, 404, 413, 422, 501])(
    "gives up at once with %i",
    async (status) => {
      const { delivery, delays } = await attempt([answer(status)]);
      expect(delivery).toEqual({
        result: "rejected",
        status,
        message: `HTTP ${status}: status ${status}${status < 400 ? sentOn : ""}`,
      });
      expect(delays).toEqual([]);
    },
  );

  it.each([408, 425, 429, 500, 502, 503, 504, 520, 522, 529])(
    "tries again after %i",
    async (status) => {
      const { delivery, delays } = await attempt([answer(status), answer(200)]);
      expect(delivery.result).toBe("delivered");
      expect(delays).toHaveLength(1);
    },
  );

  it("tries again after network errors", async () => {
    const { delivery } = await attempt([new Error("ECONNRESET"), answer(200)]);
    expect(delivery.result).toBe("delivered");
  });

  it("waits longer each time, up to a limit, and never past its deadline", async () => {
    const { delivery, delays } = await attempt([answer(503)]);
    expect(delays).toEqual([100, 200, 400]);
    expect(delivery).toEqual({ result: "gave-up", message: "HTTP 503: status 503" });
  });

  it("spreads its retries", async () => {
    expect((await attempt([answer(503), answer(200)], 0)).delays).toEqual([50]);
  });

  it("waits as long as the server asks, in seconds or until a date", async () => {
    expect((await attempt([answer(429, "0.7"), answer(200)])).delays).toEqual([700]);
    const wallMs = Date.UTC(2026, 0, 1);
    const date = new Date(wallMs + 1000).toUTCString();
    expect((await attempt([answer(429, date), answer(200)], 1, wallMs)).delays).toEqual([1000]);
  });

  it.each(["0", "", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"])(
    "does not hammer a server that asks for a delay of %j",
    async (retryAfter) => {
      const { delays } = await attempt([answer(503, retryAfter)], 1, 1e12);
      expect(delays).toEqual([100, 200, 400]);
    },
  );

  it("does not wait for a server that asks for more than the policy allows", async () => {
    const { delivery, delays } = await attempt([answer(429, "3600")]);
    expect([delivery.result, delays]).toEqual(["gave-up", []]);
  });

  it("stops waiting when it is aborted", async () => {
    const controller = new AbortController();
    const delivery = sendWithRetry(() => Promise.resolve(answer(503)), {
      ...realTime,
      policy: {
        firstDelayMs: 60_000,
        maxDelayMs: 60_000,
        maxElapsedMs: 600_000,
        maxAttempts: Infinity,
      },
      signal: controller.signal,
      onRetry: () => controller.abort(),
    });
    expect((await delivery).result).toBe("gave-up");
  });
});

it("does not take a web page for an answer", async () => {
  const page = { ...answer(200), contentType: "text/html; charset=utf-8" };
  const { delivery } = await attempt([page]);
  expect(delivery).toMatchObject({ result: "rejected", status: 200 });
});
