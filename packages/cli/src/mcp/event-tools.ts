import { eventTypes } from "@honeyhive/contract";
import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { describeEvents } from "../events/describe-events.js";
import { toExportRequest } from "../events/to-export-request.js";
import { inputs } from "./inputs.js";
import { annotations, reply } from "./reply.js";
import type { Sources } from "./sources.js";

const { run, where, since, full } = inputs;

/** What is known of single events. */
export function addEventTools(server: McpServer, sources: Sources): void {
  server.registerTool(
    "find_events",
    {
      title: "Events",
      description:
        "Single events of any session, the latest first: calls of models and tools, with inputs, outputs, error, tokens, cost, and the session they belong to.",
      inputSchema: z.strictObject({
        type: z.enum(eventTypes).optional(),
        run: run.optional(),
        where,
        since,
        limit: inputs.limit(50, 10),
        full,
      }),
      annotations,
    },
    reply(({ limit, full: isFull, ...query }) =>
      sources.server(async (call) => {
        const request = await toExportRequest(call, query);
        const body = { ...request, limit, totalUpTo: limit };
        const { events } = await call("exportEvents", { body });
        return events.length === 0 ? ["No such events."] : describeEvents(events, { isFull });
      }),
    ),
  );
}
