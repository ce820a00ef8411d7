import { afterAll, beforeAll, expect, test } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { countingStore } from "../testing/counting-store.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { RepeatedRequests, type KeyedRequest } from "./repeated-requests.js";

let temporary: TemporaryStore;
beforeAll(async () => void (temporary = await temporaryStore()));
afterAll(() => temporary[Symbol.asyncDispose]());

// The store drops what is older than a day by its own clock.
const time = { nowMs: Date.now() };
const clock = createClock(() => time.nowMs);
const hourMs = 3_600_000;

test("a request that is being answered is not answered twice", async () => {
  const { requests, keyed } = open("running");
  const { promise, resolve } = promiseWithResolve();
  const first = requests.answerOnce(keyed, () => promise);
  const second = requests.answerOnce(keyed, () => Promise.reject(new Error("asked again")));
  await expect(second).rejects.toMatchObject({ status: 409, code: "IDEMPOTENCY_KEY_IN_USE" });
  resolve(Response.json({ run_id: "r" }));
  expect(await (await first).json()).toEqual({ run_id: "r" });
  const third = await requests.answerOnce(keyed, () => Promise.reject(new Error("asked again")));
  expect(await third.json()).toEqual({ run_id: "r" });
});

test("an answer is repeated for a day", async () => {
  const { requests, keyed } = open("remembered");
  const answer = (): Promise<Response> => Promise.resolve(Response.json({ at: time.nowMs }));
  const startMs = time.nowMs;
  const ask = async (): Promise<unknown> => (await requests.answerOnce(keyed, answer)).json();
  expect(await ask()).toEqual({ at: startMs });
  time.nowMs += 23 * hourMs;
  expect(await ask()).toEqual({ at: startMs });
  time.nowMs += 2 * hourMs;
  expect(await ask()).toEqual({ at: time.nowMs });
});

test("what was not answered is carried out again under the same ids", async () => {
  const { requests, keyed } = open("lost");
  const seen: string[][] = [];
  const answer = (isLost: boolean): Promise<Response> =>
    requests.answerOnce(keyed, (ids) => {
      seen.push([ids.uuid(), ids.uuid(), ids.objectId()]);
      return isLost ? Promise.reject(new Error("lost")) : Promise.resolve(Response.json({}));
    });
  await expect(answer(true)).rejects.toThrow("lost");
  await answer(false);
  expect(seen[0]).toEqual(seen[1]);
  expect(new Set(seen[0]).size).toBe(3);
});

test("requests that come together are looked for and kept together, each with its own answer", async () => {
  const { store, asked } = countingStore(temporary.engine);
  const requests = new RepeatedRequests(new EntityRepository(store, clock), clock);
  const keys = Array.from({ length: 90 }, (_, n) => ({ projectId: `p${n % 3}`, key: `key ${n}` }));
  const askAll = (say: (key: string) => unknown): Promise<unknown[]> =>
    Promise.all(
      keys.map(async ({ projectId, key }) => {
        const keyed = { projectId, key, content: ["POST", key], isSecret: false };
        const answer = () => Promise.resolve(Response.json(say(key)));
        return (await requests.answerOnce(keyed, answer)).json();
      }),
    );
  const expected = keys.map(({ key }) => key);
  expect(await askAll((key) => key)).toEqual(expected);
  expect(await askAll(() => "asked again")).toEqual(expected);
  // A question and an insert for each of three projects, in some rounds.
  expect(asked.insert).toBeLessThan(20);
  expect(asked.select).toBeLessThan(20);
});

interface Pending {
  readonly promise: Promise<Response>;
  readonly resolve: (response: Response) => void;
}

function promiseWithResolve(): Pending {
  let settle: ((response: Response) => void) | undefined;
  const promise = new Promise<Response>((resolve) => void (settle = resolve));
  return { promise, resolve: (response) => settle?.(response) };
}

function open(key: string): { readonly requests: RepeatedRequests; readonly keyed: KeyedRequest } {
  const content = ["POST", "/v1/runs", "", "{}"];
  return {
    requests: new RepeatedRequests(new EntityRepository(temporary.store, clock), clock),
    keyed: { projectId: "p", key, content, isSecret: false },
  };
}
