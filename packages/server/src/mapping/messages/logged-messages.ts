import type { Event, JsonObject } from "@honeyhive/contract";

import { AttributeBag } from "../attribute-bag.js";
import { emptyBuckets, type EventDraft } from "../event-draft.js";
import { applyMessageAttributes, applyMessageEvents } from "./message-events.js";

/** A message that came as a log record: a `gen_ai.*` event. */
export interface LoggedMessage {
  readonly name: string;
  readonly timeMicros: number;
  readonly attributes: JsonObject;
}

/** Told in metadata, so that messages which come later are known to belong to those that are there. */
const mark = { messages_source: "logs" };

/**
 * The event with the messages that were logged for it. They fill what the span left open, and give the same event
 * however often, and in whatever order, they are joined.
 */
export function joinMessages(event: Event, groups: readonly (readonly LoggedMessage[])[]): Event {
  if (groups.length === 0) return event;
  const messages = inOrder(groups);
  const isJoined = event.metadata["messages_source"] === mark.messages_source;
  const { inputs, outputs, config, metadata } = readMessages(messages);
  const hasOwnInputs = !isJoined && "chat_history" in event.inputs;
  const hasOwnOutputs = !isJoined && "role" in event.outputs;
  return {
    ...event,
    inputs: hasOwnInputs ? event.inputs : { ...event.inputs, ...inputs },
    outputs: hasOwnOutputs ? event.outputs : { ...event.outputs, ...outputs },
    config: { ...config, ...event.config },
    metadata: {
      ...metadata,
      ...event.metadata,
      ...finishReasons(event.metadata, metadata),
      ...(hasOwnInputs && hasOwnOutputs ? {} : mark),
    },
  };
}

/** Of answers that came one after the other there are more each time: the longer list is the later one. */
function finishReasons(...sources: readonly JsonObject[]): JsonObject {
  const lists = sources.map(({ finish_reasons }) => finish_reasons).filter(Array.isArray);
  const [longest] = lists.toSorted((left, right) => right.length - left.length);
  return longest === undefined ? {} : { finish_reasons: longest };
}

function readMessages(messages: readonly LoggedMessage[]): EventDraft["buckets"] {
  const bag = new AttributeBag({});
  const buckets = emptyBuckets();
  const events = messages.map(({ name, attributes }) => ({ name, timeNs: 0n, attributes }));
  applyMessageAttributes({ bag, buckets }, events);
  applyMessageEvents({ bag, buckets }, events);
  return buckets;
}

/** How a conversation goes, for messages of one moment that came each in a request of its own. */
const course = ["gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message"];

/** By time; what came together stays as it came. */
function inOrder(groups: readonly (readonly LoggedMessage[])[]): LoggedMessage[] {
  const place = ({ name }: LoggedMessage): number => {
    const index = course.indexOf(name);
    return index === -1 ? course.length : index;
  };
  const byTime = (left: LoggedMessage, right: LoggedMessage): number =>
    left.timeMicros - right.timeMicros;
  const all = unite(groups);
  if (groups.length === 1) return all.toSorted(byTime);
  return all.toSorted((left, right) => byTime(left, right) || place(left) - place(right));
}

/**
 * Each message as often as in the group that has it most often: whoever sends messages again may put them together
 * anew, and whoever says the same twice says so at once.
 */
function unite(groups: readonly (readonly LoggedMessage[])[]): LoggedMessage[] {
  const all: LoggedMessage[] = [];
  const taken = new Map<string, number>();
  for (const group of groups) {
    const own = new Map<string, number>();
    for (const message of group) {
      const key = JSON.stringify([message.name, message.timeMicros, message.attributes]);
      const count = (own.get(key) ?? 0) + 1;
      own.set(key, count);
      if (count <= (taken.get(key) ?? 0)) continue;
      taken.set(key, count);
      all.push(message);
    }
  }
  return all;
}
