import { makeTemporaryDirectory, startModelServer } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { startTestServer } from "../support/start-test-server.js";
import { countOwnership } from "./check-ownership.js";
import { installForeignTree, type ForeignTreeOptions } from "./foreign-tree.js";
import { runSessions } from "./run-sessions.js";

const sessions = 300;

interface ForeignCase extends Pick<ForeignTreeOptions, "dependencies" | "nodeMajor"> {
  readonly title: string;
  readonly owner: "sdk-2" | "sdk-3";
}

const cases: readonly ForeignCase[] = [
  {
    title: "OpenTelemetry SDK 2.12 on API 1.9",
    owner: "sdk-2",
    dependencies: {
      "@opentelemetry/api": "1.9.1",
      "@opentelemetry/context-async-hooks": "2.12.0",
      "@opentelemetry/sdk-trace-base": "2.12.1",
    },
  },
  {
    title: "OpenTelemetry SDK 3.x on API 1.10 under Node 24",
    owner: "sdk-3",
    nodeMajor: 24,
    dependencies: {
      "@opentelemetry/api": "1.10.0",
      "@opentelemetry/context-async-hooks": "3.1.1",
      "@opentelemetry/sdk-trace": "3.1.1",
    },
  },
];

test.each(cases)("keeps apart from $title", { timeout: 300_000 }, async (foreign) => {
  await using directory = await makeTemporaryDirectory();
  const { dependencies, nodeMajor } = foreign;
  const tree = await installForeignTree({
    directory: directory.path,
    dependencies,
    ...(nodeMajor === undefined ? {} : { nodeMajor }),
  });
  await using server = await startTestServer();
  await using model = await startModelServer({ latency: 0.05 });
  const { owner } = foreign;
  const report = await runSessions({ owner, sessions, server: server.server, model, tree });

  const events = await exportAllEvents(server.client);
  expect(countOwnership(events)).toEqual({
    sessions,
    spans: sessions * 5,
    wrongSession: 0,
    ownerless: 0,
    danglingParents: 0,
    names: {
      answer: sessions,
      lookUp: sessions,
      "OpenAI Chat Completions": sessions,
      "library.work": sessions,
      "library.inner": sessions,
    },
  });

  const ownerNames = new Set(report.ownerSpans.map((span) => span.name));
  expect([...ownerNames].toSorted()).toEqual(["HOST", "library.inner", "library.work"]);
  expect(report.ownerSpans).toHaveLength(sessions * 3);
  const known = new Set(report.ownerSpans.map((span) => span.spanId));
  const dangling = report.ownerSpans.filter(
    (span) => span.parentSpanId !== undefined && !known.has(span.parentSpanId),
  );
  expect(dangling).toEqual([]);
});
