import { basename, join } from "node:path";

import {
  makeTemporaryDirectory,
  startModelServer,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { obtainProject, type TestProject } from "../support/obtain-project.js";
import { countOwnership } from "./check-ownership.js";
import {
  installForeignTree,
  instrumentedClient,
  nestApi,
  type ForeignTree,
} from "./foreign-tree.js";
import { runSessions, sentryProgram, type Owner } from "./run-sessions.js";

const sessions = 60;

type TreeName =
  | "API 1.9"
  | "API 1.9, newest"
  | "API 1.10"
  | "API 1.9, ours 1.10"
  | "API 1.10, ours 1.9";

interface ForeignCase {
  readonly title: string;
  readonly owner: Owner;
  readonly tree: TreeName;
  /** Who gets the spans of libraries: both, through the owner's span processors; one of the two; nobody. */
  readonly libraries: "both" | "owner" | "us" | "nobody";
}

const cases: readonly ForeignCase[] = [
  { title: "SDK 2.12, always on", owner: "sdk-2", tree: "API 1.9", libraries: "both" },
  { title: "SDK 2.12, always off", owner: "sdk-2-off", tree: "API 1.9", libraries: "nobody" },
  { title: "NodeSDK 0.223", owner: "node-sdk", tree: "API 1.9", libraries: "both" },
  { title: "NodeSDK 0.301", owner: "node-sdk", tree: "API 1.10", libraries: "both" },
  {
    title: "NodeSDK 0.223 on another API",
    owner: "node-sdk",
    tree: "API 1.9, ours 1.10",
    libraries: "both",
  },
  { title: "Sentry 10 without tracing", owner: "sentry", tree: "API 1.9", libraries: "nobody" },
  { title: "Sentry 10 at rate 1", owner: "sentry-rate-1", tree: "API 1.9", libraries: "owner" },
  { title: "Datadog's bridge 5", owner: "datadog", tree: "API 1.9", libraries: "owner" },
  // Since version 11 it traces without OpenTelemetry, and registers nothing.
  {
    title: "Sentry 11 without tracing",
    owner: "sentry",
    tree: "API 1.9, newest",
    libraries: "us",
  },
  {
    title: "Sentry 11 at rate 1",
    owner: "sentry-rate-1",
    tree: "API 1.9, newest",
    libraries: "us",
  },
  { title: "Datadog's bridge 6", owner: "datadog", tree: "API 1.9, newest", libraries: "owner" },
  { title: "SDK 3.1, always on", owner: "sdk-3", tree: "API 1.10", libraries: "both" },
  { title: "SDK 3.1, always off", owner: "sdk-3-off", tree: "API 1.10", libraries: "nobody" },
  {
    title: "SDK 3.1 on another API",
    owner: "sdk-3",
    tree: "API 1.10, ours 1.9",
    libraries: "both",
  },
  {
    title: "SDK 2.12 on another API",
    owner: "sdk-2",
    tree: "API 1.9, ours 1.10",
    libraries: "both",
  },
];

const withoutOwner: readonly ForeignCase[] = [
  { title: "nobody", owner: "none", tree: "API 1.9", libraries: "us" },
  { title: "nobody", owner: "none", tree: "API 1.10", libraries: "us" },
  { title: "nobody", owner: "none", tree: "API 1.9, ours 1.10", libraries: "nobody" },
  { title: "nobody", owner: "none", tree: "API 1.10, ours 1.9", libraries: "nobody" },
];

const orders = ["before", "after"] as const;

describe("in a process of somebody else's OpenTelemetry", () => {
  let directories: readonly TemporaryDirectory[] = [];
  let trees: Readonly<Record<TreeName, ForeignTree>>;

  beforeAll(async () => {
    directories = await Promise.all([1, 2, 3].map(() => makeTemporaryDirectory()));
    trees = await installTrees(directories.map(({ path }) => path));
  }, 400_000);

  afterAll(() => Promise.all(directories.map((directory) => directory[Symbol.asyncDispose]())));

  test.each(withoutOwner)("with $title ($tree), all spans arrive", async (foreign) => {
    await expectEverySpan(foreign, await obtainProject(), trees[foreign.tree], "before");
  });

  describe.each(cases)("$title ($tree)", (foreign) => {
    test.each(orders)("registered %s us, everybody gets exactly their spans", async (order) => {
      await expectEverySpan(foreign, await obtainProject(), trees[foreign.tree], order);
    });
  });

  describe.each(["API 1.9", "API 1.9, newest"] as const)("Sentry (%s)", (tree) => {
    describe.each(orders)("started %s us", (order) => {
      test.each([undefined, 1])("keeps its scopes apart, at rate %s", async (tracesSampleRate) => {
        await expectSentryScopes({ order, tracesSampleRate }, await obtainProject(), trees[tree]);
      });
    });
  });
});

async function expectEverySpan(
  { owner, libraries }: ForeignCase,
  project: TestProject,
  tree: ForeignTree,
  order: (typeof orders)[number],
): Promise<void> {
  await using model = await startModelServer({ latency: 0.05 });
  const { ownerSpans } = await runSessions({
    owner,
    order,
    sessions,
    server: project,
    model,
    tree,
  });
  const ours = ["answer", "lookUp", "OpenAI Chat Completions"];
  const ofLibraries = ["library.work", "library.inner"];
  // Where nobody has a provider the router stands in, for the program's own spans around the sessions too.
  const ofHost = libraries === "us" && owner !== "none" ? ["HOST"] : [];
  const isWithLibraries = ["both", "us"].includes(libraries);
  const expected = [...ours, ...ofHost, ...(isWithLibraries ? ofLibraries : [])];
  expect(countOwnership(await exportAllEvents(project.client))).toEqual({
    sessions,
    spans: sessions * expected.length,
    wrongSession: 0,
    ownerless: sessions * ofHost.length,
    danglingParents: 0,
    names: countEach(expected),
  });
  const expectedOfOwner = ["both", "owner"].includes(libraries) ? ["HOST", ...ofLibraries] : [];
  const own = ownerSpans.filter(({ name }) => !isRequest(name));
  expect(countNames(own)).toEqual(countEach(expectedOfOwner));
  const known = new Set(ownerSpans.map((span) => span.spanId));
  const dangling = ownerSpans.filter(
    ({ parentSpanId }) => parentSpanId !== undefined && !known.has(parentSpanId),
  );
  expect(dangling).toEqual([]);
}

/** Sentry's events know the request that they are from, and so do our spans. */
async function expectSentryScopes(
  sentry: {
    readonly order: (typeof orders)[number];
    readonly tracesSampleRate: number | undefined;
  },
  project: TestProject,
  { path, nodePath }: ForeignTree,
): Promise<void> {
  const { url: serverUrl, apiKey } = project;
  const sentryCase = JSON.stringify({ ...sentry, requests: sessions, serverUrl, apiKey });
  const { stdout, stderr, exitCode } = await runNode({
    program: join(path, basename(sentryProgram)),
    cwd: path,
    nodePath,
    environment: { SENTRY_CASE: sentryCase },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const expected = Array.from({ length: sessions }, (_, owner) => [
    { message: `after ${owner}`, tags: { isolated: owner } },
    { message: `inside ${owner}`, tags: { isolated: owner, current: owner } },
  ]);
  const byMessage = (one: { message: string }, other: { message: string }): number =>
    one.message < other.message ? -1 : 1;
  const events = JSON.parse(stdout) as { message: string; tags: unknown }[];
  expect(events.toSorted(byMessage)).toEqual(
    [...expected.flat(), { message: "outside", tags: {} }].toSorted(byMessage),
  );
  expect(countOwnership(await exportAllEvents(project.client))).toEqual({
    sessions,
    spans: sessions * 2,
    wrongSession: 0,
    ownerless: 0,
    danglingParents: 0,
    names: countEach(["answer", "lookUp"]),
  });
}

/** Sentry and Datadog trace the program's own HTTP requests, which are theirs to see. */
function isRequest(name: string): boolean {
  return /^(GET|POST) |^(http|fetch)\b/.test(name);
}

function countEach(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, sessions]));
}

function countNames(spans: readonly { readonly name: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of spans) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function installTrees([first = "", second = "", third = ""]: readonly string[]): Promise<
  Record<TreeName, ForeignTree>
> {
  const [older, newer, newest] = await Promise.all([
    installForeignTree({
      directory: first,
      nestedApi: "1.10.0",
      dependencies: {
        ...instrumentedClient,
        "@opentelemetry/api": "1.9.1",
        "@opentelemetry/context-async-hooks": "2.12.0",
        "@opentelemetry/sdk-node": "0.223.0",
        "@opentelemetry/sdk-trace-base": "2.12.1",
        "@sentry/node": "10.78.0",
        "dd-trace": "5.132.0",
      },
    }),
    installForeignTree({
      directory: second,
      nodeVersion: "24",
      nestedApi: "1.9.1",
      dependencies: {
        ...instrumentedClient,
        "@opentelemetry/api": "1.10.0",
        "@opentelemetry/context-async-hooks": "3.1.1",
        "@opentelemetry/sdk-node": "0.301.0",
        "@opentelemetry/sdk-trace": "3.1.1",
      },
    }),
    installForeignTree({
      directory: third,
      nodeVersion: "24",
      dependencies: {
        ...instrumentedClient,
        openai: "7.57.0",
        "@opentelemetry/api": "1.9.1",
        "@sentry/node": "11.12.0",
        "dd-trace": "6.21.0",
      },
    }),
  ]);
  return {
    "API 1.9": older,
    "API 1.9, newest": newest,
    "API 1.10": newer,
    "API 1.9, ours 1.10": await nestApi(older),
    "API 1.10, ours 1.9": await nestApi(newer),
  };
}
