import { isJsonObject } from "../../../json.js";

/** One piece of a message's content, whatever the emitter called it. */
export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | { readonly kind: "tool-call"; readonly call: ToolCall }
  | { readonly kind: "tool-result"; readonly id: string | undefined; readonly result: unknown }
  /** Images, files and the like, in the form that chat APIs take. */
  | { readonly kind: "other"; readonly part: unknown };

export interface ToolCall {
  readonly id?: string;
  readonly type: "function";
  /** `arguments` is JSON text, as models write it. */
  readonly function: { readonly name: string; readonly arguments: string };
}

export function readPart(part: unknown): MessagePart {
  if (typeof part === "string") return { kind: "text", text: part };
  if (!isJsonObject(part)) return { kind: "other", part };
  if (isJsonObject(part["message_content"])) return readPart(part["message_content"]);
  const type = String(part["type"] ?? "").replaceAll("-", "_");
  if (isJsonObject(part["toolUse"])) return toolCall(part["toolUse"]);
  if (isJsonObject(part["toolResult"])) return toolResult(part["toolResult"]);
  if (["tool_call", "tool_use", "function"].includes(type)) return toolCall(part);
  if (["tool_call_response", "tool_result"].includes(type)) return toolResult(part);
  const text = part["content"] ?? part["text"] ?? part["thinking"];
  if ((type === "reasoning" || type === "thinking") && typeof text === "string") {
    return { kind: "reasoning", text };
  }
  const isText = ["", "text", "input_text", "output_text"].includes(type);
  if (isText && typeof text === "string") return { kind: "text", text };
  return { kind: "other", part: toMedia(part, type) };
}

export function readToolCall(value: unknown): ToolCall | undefined {
  if (!isJsonObject(value)) return undefined;
  const call = isJsonObject(value["tool_call"]) ? value["tool_call"] : value;
  const inner = isJsonObject(call["function"]) ? call["function"] : call;
  const id = firstText(call, ["id", "toolCallId", "toolUseId", "call_id"]);
  return {
    ...(id === undefined ? {} : { id }),
    type: "function",
    function: {
      name: firstText(inner, ["name", "toolName"]) ?? "",
      arguments: toText(inner["arguments"] ?? inner["args"] ?? inner["input"] ?? ""),
    },
  };
}

/** Text stays as it is; everything else becomes JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function toolCall(part: Readonly<Record<string, unknown>>): MessagePart {
  const call = readToolCall(part);
  return call === undefined ? { kind: "other", part } : { kind: "tool-call", call };
}

function toolResult(part: Readonly<Record<string, unknown>>): MessagePart {
  return {
    kind: "tool-result",
    id: firstText(part, ["id", "toolCallId", "tool_use_id", "toolUseId", "tool_call_id"]),
    result: part["response"] ?? part["result"] ?? part["output"] ?? part["content"] ?? null,
  };
}

function toMedia(part: Readonly<Record<string, unknown>>, type: string): unknown {
  const mimeType = firstText(part, ["mime_type", "mimeType", "mediaType"]);
  const isImage =
    part["modality"] === "image" || type === "image" || mimeType?.startsWith("image/");
  const uri = firstText(part, ["uri", "url"]) ?? nestedImageUrl(part["image"]);
  if (isImage && uri !== undefined) return { type: "image_url", image_url: { url: uri } };
  const content = part["content"];
  if (isImage && type === "blob" && typeof content === "string") {
    const url = `data:${mimeType ?? "image/png"};base64,${content}`;
    return { type: "image_url", image_url: { url } };
  }
  return part;
}

/** OpenInference writes `image.image.url`. */
function nestedImageUrl(image: unknown): string | undefined {
  const inner = isJsonObject(image) ? image["image"] : undefined;
  return isJsonObject(inner) ? firstText(inner, ["url"]) : undefined;
}

function firstText(
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
