import { asList, asRecord } from "../../model-clients/read.js";

/** LangChain runs functions of programs with the configuration of their run in a storage of its own. */
const storageKey = Symbol.for("ls:tracing_async_local_storage");
const configurationKey = Symbol.for("lc:child_config");

/** The run of LangChain's whose function the running code is of, and who is told of it. */
export interface RunningCode {
  readonly runId: string;
  readonly handlers: readonly unknown[];
}

export function readRunningCode(): RunningCode | undefined {
  const { getStore } = asRecord(Reflect.get(globalThis, storageKey));
  if (typeof getStore !== "function") return undefined;
  const store: unknown = Reflect.apply(getStore, Reflect.get(globalThis, storageKey), []);
  if (typeof store !== "object" || store === null) return undefined;
  const extra = asRecord(asRecord(store)["extra"]);
  const { callbacks } = asRecord(Reflect.get(extra, configurationKey));
  const { _parentRunId: runId, handlers } = asRecord(callbacks);
  return typeof runId === "string" ? { runId, handlers: asList(handlers) } : undefined;
}
