import { fromJson } from "../convert.js";
import { fill, type EventDraft } from "../event-draft.js";
import { applyRules, rule } from "../rules.js";

const rules = [
  rule("metadata", "mcp_client_name", "mcp.client.name"),
  rule("metadata", "mcp_server_name", "mcp.server.name"),
  rule("metadata", "mcp_tool_name", "mcp.tool.name"),
  rule("metadata", "mcp_request_type", ["mcp.request.type", "mcp.method.name", "mcp.method"]),
  rule("metadata", "mcp_session_id", ["mcp.session.id", "mcp.session_id"]),
  rule("inputs", "arguments", ["mcp.request.argument", "mcp.request.arguments"], fromJson),
  rule("outputs", "result", ["mcp.response.value", "mcp.tool.result"], fromJson),
];

/** Calls of the Model Context Protocol. */
export function applyMcp(draft: EventDraft): void {
  const { bag, span } = draft;
  applyRules(draft, rules);
  // OpenLLMetry names the tool like any other entity.
  const isTool = bag.peek("traceloop.span.kind") === "tool" && /mcp/.test(span.scope.name);
  if (!isTool) return;
  const name = bag.peek("traceloop.entity.name");
  fill(draft, "metadata", "mcp_tool_name", name);
  fill(draft, "metadata", "tool_name", name);
}
