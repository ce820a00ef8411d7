import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Event } from "@honeyhive/contract";
import {
  makeTemporaryDirectory,
  startModelServer,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";
import { countOwnership } from "./check-ownership.js";
import { installForeignTree, type ForeignTree } from "./foreign-tree.js";

const datapoints = 100;

let directory: TemporaryDirectory;
let tree: ForeignTree;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  tree = await installForeignTree({
    directory: directory.path,
    dependencies: {
      "@opentelemetry/api": "1.9.1",
      "@arizeai/openinference-instrumentation-langchain": "^4.1.1",
      "@arizeai/openinference-instrumentation-openai-agents": "^0.2.15",
      "@traceloop/instrumentation-langchain": "^0.27.0",
      "@langchain/core": "^1.4.0",
      "@langchain/openai": "^1.6.0",
      "@openai/agents": "^0.20.0",
      openai: "^7.57.0",
      zod: "^4.6.7",
    },
    programs: [fileURLToPath(new URL("./fixtures/evaluations.mjs", import.meta.url))],
  });
}, 300_000);

afterAll(() => directory[Symbol.asyncDispose]());

// Below each span what it is given as its parent, where the instrumentation knows of one.
test.each([
  [
    "LangChain by OpenInference",
    {
      ChatOpenAI: "RunnableSequence",
      ChatPromptTemplate: "RunnableSequence",
      RunnableSequence: "function",
    },
  ],
  [
    "LangChain by OpenLLMetry",
    {
      "chat extract-small": "function",
      "workflow prompt": "function",
      "workflow RunnableSequence": "function",
    },
  ],
  [
    "OpenAI's agents by OpenInference",
    { agent: "Agent workflow", generation: "turn", turn: "agent" },
  ],
])(
  "%s: each span is in the session of its datapoint, in three evaluations at once",
  async (library, parents) => {
    const project = await obtainProject();
    await using model = await startModelServer({ latency: 0.02 });
    const { url: serverUrl, apiKey } = project;
    const result = await runNode({
      program: tree.program,
      cwd: join(tree.path),
      environment: {
        EVALUATIONS: JSON.stringify({
          library,
          datapoints,
          serverUrl,
          apiKey,
          modelUrl: model.baseUrl,
          modelKey: model.apiKey,
        }),
      },
    });
    expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const events = await exportAllEvents(project.client);
    const count = countOwnership(events);
    expect(count).toMatchObject({ sessions: 3 * datapoints, wrongSession: 0, danglingParents: 0 });
    for (const [name, parent] of Object.entries(parents)) {
      expect({ name, parents: parentsOf(events, name) }).toEqual({
        name,
        parents: { [parent]: 3 * datapoints },
      });
    }
  },
);

/** How many events of this name stand below events of which name. */
function parentsOf(events: readonly Event[], name: string): Readonly<Record<string, number>> {
  const names = new Map(events.map((event) => [event.event_id, event.event_name]));
  const counts: Record<string, number> = {};
  for (const event of events.filter(({ event_name: own }) => own === name)) {
    const parent = names.get(event.parent_id ?? "") ?? "nothing";
    counts[parent] = (counts[parent] ?? 0) + 1;
  }
  return counts;
}
