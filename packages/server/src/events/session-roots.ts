import type { JsonObject, RootSpans } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";
import { findRootSpans } from "../queries/find-root-spans.js";
import type { Store } from "../store/store.js";

const longestText = 500;
/** The end of a conversation is what it is about. */
const mostEntries = 4;
const deepest = 6;

/** What the spans of sessions say of them, short enough for a list. */
export async function readSessionRoots(
  store: Store,
  projectId: string,
  sessionIds: readonly string[],
): Promise<readonly RootSpans[]> {
  if (sessionIds.length === 0) return [];
  const roots = await store.select(findRootSpans(projectId, sessionIds));
  return roots.map((root) => ({
    ...root,
    inputs: cutObject(root.inputs, 0),
    outputs: cutObject(root.outputs, 0),
  }));
}

function cutObject(object: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, cut(value, depth + 1)]),
  );
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value === "string") {
    return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return "…";
  if (Array.isArray(value)) return value.slice(-mostEntries).map((item) => cut(item, depth + 1));
  return isJsonObject(value) ? cutObject(value, depth) : value;
}
