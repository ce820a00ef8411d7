import type { DatapointResult, Event, JsonObject } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Section } from "../../components/section.js";
import { Conversation } from "./conversation.js";
import { EventMetrics } from "./event-metrics.js";
import { toConversation, type ChatMessage } from "./model/conversation.js";

export function EventSections(props: {
  readonly event: Event;
  readonly caseResult: DatapointResult | undefined;
}): ReactNode {
  const { event, caseResult } = props;
  const messages = event.event_type === "model" ? toConversation(event) : undefined;
  return (
    <div className="flex flex-col gap-4">
      {event.error !== null && (
        <pre
          role="note"
          aria-label="Error"
          className="max-h-72 overflow-auto rounded-md border border-bad/40 bg-bad-soft px-3 py-2 font-mono text-xs whitespace-pre-wrap text-bad"
        >
          {event.error}
        </pre>
      )}
      <EventMetrics event={event} />
      {messages === undefined ? (
        <>
          <Section title="Inputs" value={event.inputs} />
          <Section title="Outputs" value={event.outputs} />
        </>
      ) : (
        <ModelSections event={event} messages={messages} />
      )}
      {caseResult !== undefined && <Section title="Ground truth" value={caseResult.ground_truth} />}
      <Section title="Feedback" value={event.feedback} isHiddenWhenEmpty />
      <Section title="Config" value={event.config} isHiddenWhenEmpty />
      <Section title="User properties" value={event.user_properties} isHiddenWhenEmpty />
      <Section title="Metadata" value={event.metadata} isHiddenWhenEmpty isClosed />
    </div>
  );
}

function ModelSections(props: {
  readonly event: Event;
  readonly messages: readonly ChatMessage[];
}): ReactNode {
  const { event, messages } = props;
  const otherInputs = without(event.inputs, ["chat_history", "messages"]);
  const hasAnswer = messages.some(({ direction }) => direction === "output");
  return (
    <>
      <Conversation messages={messages} />
      <Section title="Other inputs" value={otherInputs} isHiddenWhenEmpty isClosed />
      {!hasAnswer && <Section title="Outputs" value={event.outputs} />}
    </>
  );
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
