import { caseOutcomes } from "@honeyhive/contract";
import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { formatCount } from "../output/format.js";
import { describeCases } from "../runs/describe-cases.js";
import { pickCases } from "../runs/pick-cases.js";
import { inputs } from "./inputs.js";
import { annotations, reply } from "./reply.js";
import type { Sources } from "./sources.js";

/** What is known of single cases of evaluation runs. */
export function addCaseTools(server: McpServer, { runs }: Sources): void {
  server.registerTool(
    "list_cases",
    {
      title: "Cases of a run",
      description:
        "The cases of a run with scores, what evaluators said, error, inputs, expected and actual outputs, and the session with the trace. Ask for `not-passed` to learn what fails.",
      inputSchema: z.strictObject({
        run: inputs.run,
        outcome: z.enum([...caseOutcomes, "not-passed"]).optional(),
        case_id: z.string().optional().describe("only this case, all trials"),
        limit: inputs.limit(100, 10),
        full: inputs.full,
      }),
      annotations,
    },
    reply(async ({ run, outcome, case_id: caseId, limit, full }) => {
      const result = await runs((source) => source.result(run, "everything"));
      const found = pickCases(result.datapoints, { outcome, caseId });
      const shown = found.slice(0, limit);
      const [count, all] = [found.length, result.datapoints.length].map(formatCount);
      return [
        `${count} of ${all} cases, ${shown.length} shown`,
        "",
        ...describeCases(shown, { isFull: full }),
      ];
    }),
  );
}
