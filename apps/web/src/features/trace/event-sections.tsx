import { reviewKey, type Event, type JsonObject } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Section } from "../../components/section.js";
import { Conversation } from "./conversation.js";
import { EventError } from "./event-error.js";
import { EventMetrics } from "./event-metrics.js";
import { toConversation } from "./model/conversation.js";
import type { SaidBelow } from "./model/said-below.js";

const groundTruthKey = "ground_truth";

/** Before the outputs, which are held against it and may be long. */
interface WithGroundTruth {
  readonly groundTruth: ReactNode;
}

export function EventSections(props: {
  readonly event: Event;
  /** The events whose scores are shown. */
  readonly scored: readonly Event[];
  /** The spans that tell what went into a session and came out of it, where it does not. */
  readonly below: SaidBelow | undefined;
  readonly stackTrace: string | undefined;
}): ReactNode {
  const { event } = props;
  const groundTruth = groundTruthKey in event.feedback && (
    <Section title="Ground truth" value={event.feedback[groundTruthKey]} />
  );
  return (
    <div className="flex flex-col gap-4">
      {event.error !== null && <EventError error={event.error} stackTrace={props.stackTrace} />}
      <EventMetrics events={props.scored} />
      {props.below === undefined ? (
        <InputsAndOutputs event={event} groundTruth={groundTruth} />
      ) : (
        <SaidInside {...props.below} groundTruth={groundTruth} />
      )}
      <Section title="Reviewed" value={reviewed(event.feedback)} isHiddenWhenEmpty />
      <Section
        title="Feedback"
        value={said(without(event.feedback, [groundTruthKey, ...reviewKeys]))}
        isHiddenWhenEmpty
      />
      <Section title="Config" value={event.config} isHiddenWhenEmpty />
      <Section title="User properties" value={event.user_properties} isHiddenWhenEmpty />
      <Section title="Metadata" value={event.metadata} isHiddenWhenEmpty isClosed />
    </div>
  );
}

function SaidInside({ first, last, groundTruth }: SaidBelow & WithGroundTruth): ReactNode {
  return (
    <>
      <Section title={`Inputs of ${first.event_name}`} value={first.inputs} />
      {groundTruth}
      <Section title={`Outputs of ${last.event_name}`} value={last.outputs} />
    </>
  );
}

/** Of a model a conversation, where it holds one. */
function InputsAndOutputs(props: { readonly event: Event } & WithGroundTruth): ReactNode {
  const { event, groundTruth } = props;
  const messages = event.event_type === "model" ? toConversation(event) : undefined;
  if (messages === undefined) {
    return (
      <>
        <Section title="Inputs" value={event.inputs} />
        {groundTruth}
        <Section title="Outputs" value={event.outputs} />
      </>
    );
  }
  const otherInputs = without(event.inputs, ["chat_history", "messages"]);
  const hasAnswer = messages.some(({ direction }) => direction === "output");
  return (
    <>
      <Conversation eventId={event.event_id} messages={messages} />
      <Section title="Other inputs" value={otherInputs} isHiddenWhenEmpty isClosed />
      {groundTruth}
      {!hasAnswer && <Section title="Outputs" value={event.outputs} />}
    </>
  );
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** What people said who reviewed it; the names of the keys are for those who filter by them. */
function reviewed(feedback: JsonObject): JsonObject {
  const { [reviewKey.isGood]: isGood, [reviewKey.comment]: comment } = said(feedback);
  return {
    ...(isGood === undefined ? {} : { good: isGood }),
    ...(comment === undefined ? {} : { comment }),
  };
}

const reviewKeys: readonly string[] = Object.values(reviewKey);

/** What is null was taken back. */
function said(feedback: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(feedback).filter(([, value]) => value !== null));
}
