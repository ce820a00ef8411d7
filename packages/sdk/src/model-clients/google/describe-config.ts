import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";

const secretKeys: ReadonlySet<string> = new Set(["headers", "authConfig", "apiAuth"]);

/** Settings without how the request is sent, and without what opens the servers of others. */
export function describeConfig(model: unknown, settings: AnyRecord): AnyRecord {
  const { httpOptions: _sent, abortSignal: _signal, tools, ...config } = settings;
  return compact({
    provider: "google",
    model: asText(model).replace(/^(.*\/)?models\//, ""),
    ...config,
    tools: tools === undefined ? undefined : asList(tools).map(withoutSecrets),
  });
}

/** What functions are declared to take may have any name. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(asRecord(value)).map(([key, inner]) => {
      if (secretKeys.has(key)) return [key, "[withheld]"];
      return [key, key === "functionDeclarations" ? inner : withoutSecrets(inner)];
    }),
  );
}
