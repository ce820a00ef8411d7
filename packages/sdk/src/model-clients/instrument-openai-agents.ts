import { createProcessor } from "./openai-agents/create-processor.js";
import { asRecord } from "./read.js";

/** Records the runs of the module `@openai/agents`, beside whoever else is told of them. */
export function instrumentOpenAIAgents(module: object): void {
  const found = [module, asRecord(module)["default"]].find(
    (owner) => typeof asRecord(owner)["addTraceProcessor"] === "function",
  );
  const { addTraceProcessor } = asRecord(found);
  if (typeof addTraceProcessor !== "function") {
    throw new TypeError('expected the module, `import * as agents from "@openai/agents"`.');
  }
  Reflect.apply(addTraceProcessor, found, [createProcessor({})]);
}
