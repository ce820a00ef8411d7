import { asList, asRecord, type AnyRecord } from "./read.js";

/** Members of tools that run elsewhere (MCP): what opens their servers. */
const secretKeys: ReadonlySet<string> = new Set([
  "authorization",
  "authorization_token",
  "authorizationToken",
  "headers",
]);

/** A request's settings without the credentials that they hand to a provider for servers of others. */
export function withoutSecrets(config: AnyRecord): AnyRecord {
  const result = { ...config };
  for (const key of ["tools", "mcp_servers", "mcpServers"]) {
    if (Array.isArray(config[key])) result[key] = asList(config[key]).map(hideSecrets);
  }
  return result;
}

function hideSecrets(tool: unknown): unknown {
  if (typeof tool !== "object" || tool === null) return tool;
  const { args } = asRecord(tool);
  const isHolder = (owner: unknown): boolean =>
    Object.keys(asRecord(owner)).some((key) => secretKeys.has(key));
  if (!isHolder(tool) && !isHolder(args)) return tool;
  const hidden = hideMembers(asRecord(tool));
  return args === undefined ? hidden : { ...hidden, args: hideMembers(asRecord(args)) };
}

function hideMembers(owner: AnyRecord): AnyRecord {
  return Object.fromEntries(
    Object.entries(owner).map(([key, value]) => [key, secretKeys.has(key) ? "[withheld]" : value]),
  );
}
