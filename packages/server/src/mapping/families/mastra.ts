import { fromJson } from "../convert.js";
import { fill, fillObject, type EventDraft } from "../event-draft.js";
import { fillChatHistory } from "../messages/fill-messages.js";

/** Spans of Mastra, by its bridge and its exporter: what goes in and out is named after the kind of the span. */
export function applyMastra(draft: EventDraft): void {
  const { bag } = draft;
  const kind = bag.peekText("mastra.span.type");
  if (kind === undefined) return;
  const input = fromJson(bag.take(`mastra.${kind}.input`));
  if (Array.isArray(input)) fillChatHistory(draft, input);
  else fillObject(draft, "inputs", "input", input);
  fillObject(draft, "outputs", "result", fromJson(bag.take(`mastra.${kind}.output`)));
  fill(draft, "metadata", "span_kind", bag.take("mastra.span.type"));
}
