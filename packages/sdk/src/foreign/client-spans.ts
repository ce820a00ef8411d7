import type { Context } from "@opentelemetry/api";

import { processState } from "../core/process-state.js";

/** Of its messages. Those of its runs of tools stand around and beside them. */
const spansOfAnthropic: ReadonlySet<string> = new Set(["anthropic.messages.create"]);

/** Whether a span that Anthropic's client makes is of a message: with what is recorded of that, the tokens would count twice. */
export function isMessageOfAnthropic(name: string): boolean {
  return spansOfAnthropic.has(name);
}

/** From now on the spans that Anthropic's client makes of its messages are left out. */
export function leaveSpansOfAnthropic(): void {
  processState.clientSpans.set("com.anthropic.sdk.typescript", spansOfAnthropic);
}

const recordedKey = processState.contextKeys.recorded;

/** For a span of a call that is recorded where it is made: in a host's provider it stays the host's alone. */
export function markRecorded(context: Context): Context {
  return context.setValue(recordedKey, true);
}

export function isMarkedRecorded(context: Context): boolean {
  return context.getValue(recordedKey) === true;
}

export function isClientSpan(scopeName: string, name: string): boolean {
  return processState.clientSpans.get(scopeName)?.has(name) === true;
}
