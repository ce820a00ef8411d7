import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { toChatMessages } from "./chat-message.js";

export function fillChatHistory(
  draft: Pick<EventDraft, "buckets">,
  messages: readonly unknown[],
): void {
  const history = messages.flatMap((message) => toChatMessages(message));
  if (history.length > 0) fill(draft, "inputs", "chat_history", history);
}

/** The first choice is spread over the outputs, where the UI looks for it; several are also kept as a list. */
export function fillChoices(
  draft: Pick<EventDraft, "buckets">,
  messages: readonly unknown[],
): void {
  // Agents write the results of their tools among what they answer.
  const choices = messages
    .flatMap((message) => toChatMessages(message, "assistant"))
    .filter(({ role }) => role !== "tool");
  const [first] = choices;
  if (first === undefined || "role" in draft.buckets.outputs) return;
  fillAll(draft, "outputs", { ...first });
  if (choices.length > 1) fill(draft, "outputs", "choices", choices);
  const reasons = choices.flatMap((choice) => choice.finish_reason ?? []);
  if (reasons.length > 0) fill(draft, "metadata", "finish_reasons", reasons);
}
