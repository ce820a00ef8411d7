import { isJsonObject } from "../../lib/json.js";
import type { SpanEvent } from "../span-record.js";
import { fromJson, fromJsonStructure } from "../convert.js";
import { fill, type EventDraft } from "../event-draft.js";
import { fillChatHistory, fillChoices } from "./fill-messages.js";

type Draft = Pick<EventDraft, "bag" | "buckets">;

const conversation = "gen_ai.client.inference.operation.details";

/** Whether an event of this name is (part of) a conversation, which becomes inputs and outputs. */
export function isMessage(name: string): boolean {
  return messageEvent.test(name) || name === "gen_ai.choice" || name === conversation;
}

/** Whole conversations, as attributes of the span or of the one event that carries them in its place. */
export function applyMessageAttributes(draft: Draft, events: readonly SpanEvent[]): void {
  const details = events.find(({ name }) => name === conversation);
  const read = (key: string): unknown => fromJson(draft.bag.take(key) ?? details?.attributes[key]);
  const instructions = read("gen_ai.system_instructions");
  if (instructions !== undefined) {
    fill(draft, "config", "system_instructions", asText(instructions));
  }
  const input = read("gen_ai.input.messages");
  if (Array.isArray(input)) fillChatHistory(draft, withInstructions(input, instructions));
  const output = read("gen_ai.output.messages");
  if (Array.isArray(output)) fillChoices(draft, output);
}

const messageEvent = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** Conventions up to 1.36, and Strands, write each message as an event. */
export function applyMessageEvents(draft: Draft, events: readonly SpanEvent[]): void {
  const history = events.flatMap(({ name, attributes }) => {
    const role = messageEvent.exec(name)?.[1];
    if (role === undefined) return [];
    // The id of a tool's message is that of the call.
    const callId = role === "tool" ? { tool_call_id: attributes["id"] } : {};
    return [{ role, ...callId, ...attributes }];
  });
  fillChatHistory(draft, history);
  const choices = events.filter(({ name }) => name === "gen_ai.choice");
  fillChoices(
    draft,
    choices.map(({ attributes }) => {
      const message = fromJsonStructure(attributes["message"]);
      const body = isJsonObject(message) ? message : { content: message };
      return { role: "assistant", ...body, finish_reason: attributes["finish_reason"] };
    }),
  );
}

/** A reader looks for the system's message where the conversation begins, wherever the emitter wrote it. */
function withInstructions(messages: readonly unknown[], instructions: unknown): readonly unknown[] {
  const hasSystem = messages.some(
    (message) => isJsonObject(message) && message["role"] === "system",
  );
  if (instructions === undefined || hasSystem) return messages;
  return [{ role: "system", content: instructions }, ...messages];
}

/** Instructions are parts of a message; most are one text. */
function asText(instructions: unknown): unknown {
  if (!Array.isArray(instructions)) return instructions;
  const texts = instructions.map((part: unknown) =>
    isJsonObject(part) && typeof part["content"] === "string" ? part["content"] : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join("\n") : instructions;
}
