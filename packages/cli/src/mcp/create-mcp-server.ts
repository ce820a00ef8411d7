import { McpServer } from "@modelcontextprotocol/server";

import { version } from "../version.js";
import { addCaseTools } from "./case-tools.js";
import { addDatasetTools } from "./dataset-tools.js";
import { addEventTools } from "./event-tools.js";
import { addRunTools } from "./run-tools.js";
import { addSessionTools } from "./session-tools.js";
import type { Sources } from "./sources.js";

const instructions =
  "HoneyHive keeps evaluation runs and traces of LLM applications. To learn why an evaluation fails: list_runs, " +
  "list_cases with the outcome not-passed, then show_session for the trace of a case. To learn what a change did: " +
  "compare_runs. To run an evaluation: `npx honeyhive eval` in the project's folder.";

/** What coding agents can ask. Nothing is changed by it. */
export function createMcpServer(sources: Sources): McpServer {
  const server = new McpServer(
    { name: "honeyhive", title: "HoneyHive", version },
    { capabilities: { tools: {} }, instructions },
  );
  addRunTools(server, sources);
  addCaseTools(server, sources);
  addSessionTools(server, sources);
  addEventTools(server, sources);
  addDatasetTools(server, sources);
  return server;
}
