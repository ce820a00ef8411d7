import {
  createProcessor,
  type OpenAIAgentsProcessor,
} from "../model-clients/openai-agents/create-processor.js";
import type { WrapOptions } from "../model-clients/trace-method.js";

export { instrumentOpenAIAgents } from "../model-clients/instrument-openai-agents.js";
export type { OpenAIAgentsProcessor } from "../model-clients/openai-agents/create-processor.js";
export type { WrapOptions } from "../model-clients/trace-method.js";

/**
 * Records the runs of OpenAI's agents (`@openai/agents`): agents, what their models are asked and answer, tools, handoffs,
 * guardrails, each in the session in which its run starts. What functions of tools call stands below them.
 *
 * ```ts
 * addTraceProcessor(openAIAgentsProcessor());
 * setTraceProcessors([openAIAgentsProcessor()]); // or instead of sending them to OpenAI, too
 * ```
 */
export function openAIAgentsProcessor(options: WrapOptions = {}): OpenAIAgentsProcessor {
  return createProcessor(options);
}
