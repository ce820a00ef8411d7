import type { Event } from "@honeyhive/contract";

import { toMessageParts, type MessagePart } from "./message-parts.js";
import { asObject, asText, firstText } from "../../../lib/form/read-json.js";

export interface ChatMessage {
  readonly role: string;
  /** Of the tool or participant, where told. */
  readonly name: string | undefined;
  readonly parts: readonly MessagePart[];
  readonly finishReason: string | undefined;
  readonly direction: "input" | "output";
}

/** The chat of a model span, oldest message first; undefined when it holds none. */
export function toConversation(
  event: Pick<Event, "inputs" | "outputs">,
): readonly ChatMessage[] | undefined {
  const history = event.inputs["chat_history"] ?? event.inputs["messages"];
  const asked = Array.isArray(history)
    ? history.map((message: unknown) => toMessage(message, "input"))
    : [];
  const messages = [...asked, ...answers(event.outputs)];
  return messages.length === 0 ? undefined : messages;
}

/** Several choices, or the one that the outputs themselves are. */
function answers(outputs: Event["outputs"]): readonly ChatMessage[] {
  const { choices } = outputs;
  if (Array.isArray(choices)) {
    return choices.map((choice: unknown) => {
      const fields = asObject(choice);
      const message = toMessage(fields?.["message"] ?? choice, "output");
      return {
        ...message,
        finishReason: asText(fields?.["finish_reason"]) ?? message.finishReason,
      };
    });
  }
  return asText(outputs["role"]) === undefined ? [] : [toMessage(outputs, "output")];
}

function toMessage(value: unknown, direction: ChatMessage["direction"]): ChatMessage {
  const fields = asObject(value) ?? { content: value };
  return {
    role: asText(fields["role"]) ?? (direction === "input" ? "user" : "assistant"),
    name: firstText(fields, ["name", "tool_call_id"]),
    parts: toMessageParts(fields),
    finishReason: asText(fields["finish_reason"]),
    direction,
  };
}
