import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { describeSessions } from "../sessions/describe-sessions.js";
import { describeTrace } from "../sessions/describe-trace.js";
import { findSession } from "../sessions/find-session.js";
import { findSessions } from "../sessions/find-sessions.js";
import { inputs } from "./inputs.js";
import { annotations, reply } from "./reply.js";
import type { Sources } from "./sources.js";

const { where, since } = inputs;

/** What is known of traces as wholes. */
export function addSessionTools(server: McpServer, sources: Sources): void {
  server.registerTool(
    "list_sessions",
    {
      title: "Sessions",
      description:
        "The latest sessions (traces): id, start, duration, events, tokens, cost, name, error.",
      inputSchema: z.strictObject({
        name: z.string().optional().describe("part of the session's name"),
        errors: z.boolean().optional().describe("only sessions with an error"),
        where,
        since,
        limit: inputs.limit(100, 20),
      }),
      annotations,
    },
    reply(async (query) => {
      const { sessions, hasMore } = await sources.server((call) => findSessions(call, query));
      if (sessions.length === 0) return ["No such sessions."];
      return [...describeSessions(sessions), ...(hasMore ? ["", "There are more."] : [])];
    }),
  );
  server.registerTool(
    "show_session",
    {
      title: "A session",
      description:
        "A session's events as a tree with durations, models, tokens, cost and errors; with `full` also what went in and came out of each.",
      inputSchema: z.strictObject({
        session: z.string().describe("id, name (then its latest session), or `latest`"),
        full: z.boolean().default(false).describe("also inputs, outputs and metrics"),
      }),
      annotations,
    },
    reply(({ session, full: isFull }) =>
      sources.server(async (call) => {
        const params = { session_id: await findSession(call, session) };
        return describeTrace(await call("getSession", { params }), { isFull });
      }),
    ),
  );
}
