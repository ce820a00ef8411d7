import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { describeComparison } from "../runs/describe-comparison.js";
import { describeRun, describeRuns } from "../runs/describe-runs.js";
import { inputs } from "./inputs.js";
import { annotations, reply } from "./reply.js";
import type { Sources } from "./sources.js";

/** As many as a model can go through one by one. */
const mostWorse = 50;

/** What is known of evaluation runs as wholes. */
export function addRunTools(server: McpServer, { runs }: Sources): void {
  server.registerTool(
    "list_runs",
    {
      title: "Evaluation runs",
      description: "The latest evaluation runs: id, status, time, number of cases, name, commit.",
      inputSchema: z.strictObject({
        name: z.string().optional().describe("only runs of this name"),
        limit: inputs.limit(100, 20),
      }),
      annotations,
    },
    reply(async ({ name, limit }) => {
      const found = await runs((source) => source.list({ name, limit, detail: "counts" }));
      return found.length === 0 ? ["No such runs."] : describeRuns(found);
    }),
  );
  server.registerTool(
    "show_run",
    {
      title: "An evaluation run",
      description:
        "A run's metrics with their denominators, outcomes, commit, environment and configuration.",
      inputSchema: z.strictObject({ run: inputs.run }),
      annotations,
    },
    reply(async ({ run }) => describeRun(await runs((source) => source.result(run, "scores")))),
  );
  server.registerTool(
    "compare_runs",
    {
      title: "Two runs compared",
      description:
        "What changed from one run to another: settings, and for each metric the difference over the cases that both have, its 95 % interval, a verdict (better, worse, same, can't tell), and the ids of cases that got worse.",
      inputSchema: z.strictObject({ new_run: inputs.run, old_run: inputs.run }),
      annotations,
    },
    reply(async ({ new_run: newRun, old_run: oldRun }) => {
      const comparison = await runs((source) => source.compare(newRun, oldRun));
      return describeComparison(comparison, undefined, mostWorse);
    }),
  );
}
