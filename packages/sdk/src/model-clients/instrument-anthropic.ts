import { leaveSpansOfAnthropic } from "../foreign/client-spans.js";
import { describeMessages } from "./anthropic/describe-messages.js";
import { traceClassMethods, type TracedMethod } from "./trace-method.js";

/** Of a client. */
export const anthropicMethods: readonly TracedMethod[] = [
  { path: ["messages"], name: "create", describe: describeMessages },
  { path: ["beta", "messages"], name: "create", describe: describeMessages },
];

const classMethods: readonly TracedMethod[] = [
  { path: ["Messages", "prototype"], name: "create", describe: describeMessages },
  { path: ["Beta", "Messages", "prototype"], name: "create", describe: describeMessages },
];

/** Records the calls of every client of the class, or of a module that has it: of those made before, too. */
export function instrumentAnthropic(classOrModule: object): void {
  traceClassMethods(classOrModule, "Anthropic", classMethods);
  leaveSpansOfAnthropic();
}
