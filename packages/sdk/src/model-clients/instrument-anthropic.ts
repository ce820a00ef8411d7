import { describeMessages } from "./anthropic/describe-messages.js";
import { readPath } from "./read.js";
import { traceMethods, type TracedMethod } from "./trace-method.js";

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
  const found = readPath(classOrModule, ["Anthropic"]) ?? readPath(classOrModule, ["default"]);
  traceMethods(found ?? classOrModule, classMethods, {});
}
