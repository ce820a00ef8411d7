import { afterAll, expect, test } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { startTestServer } from "../testing/test-server.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { authenticate } from "./authenticate.js";
import { GuessLimiter } from "./guess-limiter.js";
import { ProjectDirectory } from "./project-directory.js";

const server = await startTestServer({
  trustedProxies: "127.0.0.1",
  limits: { maxWrongKeysPerSecond: 1 },
});
afterAll(() => server[Symbol.asyncDispose]());

function ask(apiKey: string, forwardedFor: string): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}`, "x-forwarded-for": forwardedFor };
  return fetch(`${server.url}/v1/runs`, { headers });
}

test("an address that guesses keys has to wait, and nobody else has", async () => {
  const project = server.newProject();
  expect((await ask(project.apiKey, "203.0.113.7")).status).toBe(200);
  const statuses: number[] = [];
  let refused: Response | undefined;
  while (refused?.status !== 429) {
    // What a client itself writes, before the proxy does, is not believed.
    refused = await ask(`guess-${statuses.length}`, `203.0.113.${statuses.length}, 203.0.113.7`);
    statuses.push(refused.status);
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(await refused.json()).toMatchObject({ errorCode: "RATE_LIMITED" });
  expect((await ask("a guess", "203.0.113.8")).status).toBe(401);
  expect((await ask(project.apiKey, "203.0.113.7")).status).toBe(200);
});

test("where too many keys were guessed, only those in use go on", async () => {
  await using temporary = await temporaryStore();
  const projects = new ProjectDirectory(
    new EntityRepository(temporary.store, createClock()),
    "own",
  );
  const guard = { projects, guesses: new GuessLimiter(1, () => 0) };
  const open = (key: string): Promise<unknown> =>
    authenticate({ authorization: `Bearer ${key}`, address: "203.0.113.7" }, guard, "read");
  await projects.register({ "in-use": "a" });
  await open("in-use");
  await projects.register({ "not-in-use": "b" });
  for (let guess = 0; guess < 10; guess++) {
    await expect(open(`guess-${guess}`)).rejects.toMatchObject({ status: 401 });
  }
  await expect(open("guess")).rejects.toMatchObject({ status: 429 });
  await expect(open("not-in-use")).rejects.toMatchObject({ status: 429 });
  expect(await open("in-use")).toMatchObject({ project: { name: "a" } });
});

test("guesses at the same moment are all paid for, by everybody of an IPv6 network", () => {
  let nowMs = 0;
  const limiter = new GuessLimiter(2, () => nowMs);
  const isAllowed = (address: string): boolean => {
    try {
      limiter.assertMayGuess(address);
      return true;
    } catch {
      return false;
    }
  };
  for (let guess = 0; guess < 60; guess++) limiter.guessed("2001:db8:0:1::1");
  expect(isAllowed("2001:db8:0:1:ffff::2")).toBe(false);
  expect(isAllowed("2001:db8::1:0:0:0:2")).toBe(false);
  expect(isAllowed("2001:db8:0:2::1")).toBe(true);
  nowMs += 20_000;
  expect(isAllowed("2001:db8:0:1::1")).toBe(false);
  nowMs += 1000;
  expect(isAllowed("2001:db8:0:1::1")).toBe(true);
});
