import { fileURLToPath } from "node:url";

import type { Event } from "@honeyhive/contract";
import { startModelServer } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";

const sessions = 10;

test.each([
  ["together", "through instrumentModules"],
  ["openai", "as an instrumentor"],
  ["anthropic", "as an instrumentor"],
])("OpenLLMetry's package for %s, %s: each call once, in its session", async (library) => {
  const project = await obtainProject();
  await using model = await startModelServer({ latency: 0 });
  const { stdout, stderr } = await runNode({
    program: fileURLToPath(new URL("fixtures/traceloop.mjs", import.meta.url)),
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    environment: {
      TRACELOOP_CASE: JSON.stringify({
        library,
        sessions,
        serverUrl: project.url,
        apiKey: project.apiKey,
        modelUrl: model.baseUrl,
        modelKey: model.apiKey,
      }),
    },
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ dropped: 0, pending: 0 });
  const events = await exportAllEvents(project.client);
  const calls = events.filter(({ event_type: type }) => type === "model");
  const described = calls.map((call) => describeCall(call, events));
  expect(described.toSorted((one, other) => one.asked - other.asked)).toEqual(
    Array.from({ length: sessions }, (_, owner) => ({
      asked: owner,
      owner,
      parent: "answer",
      hasTokens: true,
    })),
  );
});

function describeCall(call: Event, events: readonly Event[]) {
  const asked = /this is owner (\d+)/.exec(JSON.stringify(call.inputs))?.[1];
  const session = events.find(({ event_id: id }) => id === call.session_id);
  return {
    asked: Number(asked),
    owner: session?.metadata["owner"],
    parent: events.find(({ event_id: id }) => id === call.parent_id)?.event_name,
    hasTokens: Number(call.metadata["total_tokens"]) > 0,
  };
}
