import {
  Agent,
  OpenAIProvider,
  Runner,
  setTraceProcessors,
  setTracingDisabled,
  tool,
} from "@openai/agents";
import { startCollector, type Collector } from "@honeyhive/testing";
import { HoneyHiveTracer, trace } from "honeyhive";
import { openAIAgentsProcessor } from "honeyhive/openai-agents";
import { z } from "zod";

import { startScriptedOpenAI, type Script, type ScriptedOpenAI } from "./start-scripted-openai.js";

export const measure = trace(function measure() {
  return 20;
});
const weather = tool({
  name: "weather",
  description: "Tells the weather.",
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => ({ city, degrees: measure() }),
});

/** Looks up the weather once, then says it. */
export const lookUp: Script = (body) =>
  body.includes("degrees")
    ? { text: "Sunny in Bern." }
    : { calls: [{ name: "weather", arguments: { city: "Bern" } }] };

export const assistant = new Agent({
  name: "Assistant",
  instructions: "Be brief.",
  model: "gpt-5-mini",
  modelSettings: { temperature: 0.2 },
  tools: [weather],
});

export interface Agents extends AsyncDisposable {
  readonly collector: Collector;
  readonly tracer: HoneyHiveTracer;
  readonly openai: ScriptedOpenAI;
  readonly named: (name: string) => Collector["spans"];
  readonly runner: (config?: RunnerConfig, useResponses?: boolean) => Runner;
}

type RunnerConfig = ConstructorParameters<typeof Runner>[0];

/** A scripted model for agents, a tracer, and a processor that records them. */
export async function startAgents(script: Script): Promise<Agents> {
  // The SDK takes itself to be tested here, and would tell nothing.
  setTracingDisabled(false);
  const openai = await startScriptedOpenAI(script);
  const collector = await startCollector();
  const tracer = await HoneyHiveTracer.init({ apiKey: "key", serverUrl: collector.url });
  setTraceProcessors([openAIAgentsProcessor()]);
  const provider = (useResponses: boolean): OpenAIProvider =>
    new OpenAIProvider({ apiKey: "sk", baseURL: openai.baseURL, useResponses });
  return {
    collector,
    tracer,
    openai,
    named: (name) => collector.spans.filter((span) => span.name === name),
    runner: (config, useResponses = true) =>
      new Runner({ modelProvider: provider(useResponses), ...config }),
    [Symbol.asyncDispose]: async () => {
      setTraceProcessors([]);
      await tracer.shutdown();
      await collector[Symbol.asyncDispose]();
      await openai[Symbol.asyncDispose]();
    },
  };
}
