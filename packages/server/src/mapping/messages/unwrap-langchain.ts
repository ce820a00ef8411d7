import { isJsonObject } from "../../lib/json.js";
import { toChatMessages } from "./chat-message.js";

const roles: Readonly<Record<string, string>> = {
  HumanMessage: "user",
  AIMessage: "assistant",
  SystemMessage: "system",
  ToolMessage: "tool",
  FunctionMessage: "function",
};

/** Nothing that LangChain makes is nested deeper. */
const maxDepth = 100;

/**
 * What LangChain writes as `{ lc: 1, type: "constructor", id: ["langchain_core", …, "HumanMessage"], kwargs: {…} }`: a
 * message is shown as one, and of everything else what it was made of. What is no such object stays as it is.
 */
export function unwrapLangChain(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((entry) => unwrapLangChain(entry, depth + 1));
  if (!isJsonObject(value)) return value;
  const { lc, type, id, kwargs } = value;
  if (lc === 1 && type === "constructor" && Array.isArray(id) && isJsonObject(kwargs)) {
    return unwrapObject(String(id.at(-1)), kwargs, depth);
  }
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    unwrapLangChain(entry, depth + 1),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function unwrapObject(
  className: string,
  kwargs: Readonly<Record<string, unknown>>,
  depth: number,
): unknown {
  const given = kwargs["role"];
  const role = roles[className.replace(/Chunk$/, "")] ?? (typeof given === "string" ? given : "");
  const isMessage = /Message(Chunk)?$/.test(className) && role !== "" && "content" in kwargs;
  if (!isMessage) return unwrapLangChain(kwargs, depth + 1);
  const [message, ...others] = toChatMessages({ ...kwargs, role });
  // Results of several tools in one message are messages of their own.
  return others.length === 0 ? message : [message, ...others];
}
