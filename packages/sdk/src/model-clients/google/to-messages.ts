import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";

/** Of a text, a part, a content, or a list of these: texts and parts beside each other are one content. */
export function toMessages(
  given: unknown,
  toRole: (role: string | undefined) => string,
): AnyRecord[] {
  if (given === undefined || given === null) return [];
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  const isContent = Array.isArray(asRecord(items[0])["parts"]);
  return (isContent ? items : [{ parts: items }]).flatMap((content) => {
    const { role, parts } = asRecord(content);
    return messagesOf(asList(parts), toRole(asText(role) || undefined));
  });
}

/** Results of functions are messages of their own. */
function messagesOf(parts: readonly unknown[], role: string): AnyRecord[] {
  const content: unknown[] = [];
  const calls: AnyRecord[] = [];
  const results: AnyRecord[] = [];
  let reasoning = "";
  for (const given of parts) {
    // A signature says nothing to readers.
    const { thoughtSignature: _signature, ...part } =
      typeof given === "string" ? { text: given } : asRecord(given);
    const { text, functionCall, functionResponse } = part;
    if (Object.keys(part).length === 0) continue;
    if (functionCall !== undefined) calls.push(toCall(asRecord(functionCall)));
    else if (functionResponse !== undefined) results.push(toResult(asRecord(functionResponse)));
    else if (typeof text !== "string") content.push(toMedia(part));
    else if (part["thought"] === true) reasoning += text;
    else if (role === "assistant" && typeof content.at(-1) === "string") {
      // An answer's text comes in pieces.
      content.push(asText(content.pop()) + text);
    } else content.push(text);
  }
  const isEmpty = content.length === 0 && calls.length === 0 && reasoning === "";
  const message = compact({
    role,
    content: contentOf(content),
    reasoning: reasoning || undefined,
    tool_calls: calls.length > 0 ? calls : undefined,
  });
  return isEmpty ? results : [...results, message];
}

function contentOf(content: readonly unknown[]): unknown {
  const [first = ""] = content;
  if (content.length < 2 && typeof first === "string") return first;
  return content.map((part) => (typeof part === "string" ? { type: "text", text: part } : part));
}

function toCall({ id, name, args }: AnyRecord): AnyRecord {
  const called = { name, arguments: JSON.stringify(args ?? {}) };
  return compact({ id, type: "function", function: called });
}

function toResult({ id, name, response }: AnyRecord): AnyRecord {
  return compact({ role: "tool", tool_call_id: id, name, content: JSON.stringify(response) });
}

/** Images and files in the form that chat APIs take. */
function toMedia(part: AnyRecord): AnyRecord {
  const { mimeType, data, fileUri } = asRecord(part["inlineData"] ?? part["fileData"]);
  if (data === undefined && fileUri === undefined) return part;
  if (!asText(mimeType).startsWith("image/")) {
    return compact({ type: "file", mime_type: mimeType, data, uri: fileUri });
  }
  const url = fileUri ?? `data:${asText(mimeType)};base64,${asText(data)}`;
  return { type: "image_url", image_url: { url } };
}
