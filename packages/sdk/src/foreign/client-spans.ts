import { processState } from "../process-state.js";

const spansOfAnthropic: ReadonlySet<string> = new Set(["anthropic.messages.create"]);

/** From now on the spans that Anthropic's client makes of its messages are left out: the tokens would count twice. */
export function leaveSpansOfAnthropic(): void {
  processState.clientSpans.set("com.anthropic.sdk.typescript", spansOfAnthropic);
}

export function isClientSpan(scopeName: string, name: string): boolean {
  return processState.clientSpans.get(scopeName)?.has(name) === true;
}
