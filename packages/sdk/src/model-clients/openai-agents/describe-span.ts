import type { EventType } from "@honeyhive/contract";

import type { Enrichment } from "../../enrich/enrichment.js";
import { describeChat } from "../openai/describe-chat.js";
import { describeResponses } from "../openai/describe-responses.js";
import { usageMetadata } from "../openai/usage.js";
import { asCount, asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import { toAnswer, toMessages } from "./to-messages.js";

/** What a span of the SDK is, in HoneyHive's words. */
export interface SpanKind {
  readonly eventType: EventType;
  readonly name: string;
  /** Whether it stands for agents: then what their models were asked first and answered last is what it took and gave. */
  readonly isRun: boolean;
  /** A call of the runner. */
  readonly isTask: boolean;
  /** Whether what models say in it is not what the agent around it says. */
  readonly isApart: boolean;
  /** What is known of it at its end, when the SDK has told all. */
  readonly describe: (data: AnyRecord) => Enrichment;
}

type GivenKind = Pick<SpanKind, "eventType" | "name" | "describe"> & Partial<SpanKind>;

/** By the `type` of what the SDK says of a span. */
const kinds: Readonly<Record<string, (data: AnyRecord) => GivenKind>> = {
  task: ({ name }) => ({ ...chain(name, "task"), isRun: true, isTask: true }),
  agent: ({ name }) => ({ ...chain(name, "agent"), isRun: true, describe: describeAgent }),
  turn: ({ turn, agent_name: agent }) => ({
    ...chain(`turn ${String(turn)}`, "turn"),
    describe: () => ({ metadata: compact({ agent_name: agent }) }),
  }),
  response: () => ({ eventType: "model", name: "openai.responses", describe: describeResponse }),
  generation: () => ({ eventType: "model", name: "generation", describe: describeGeneration }),
  function: ({ name }) => ({
    eventType: "tool",
    isApart: true,
    name: asText(name) || "function",
    describe: ({ input, output, mcp_data: mcp }) => ({
      inputs: toInputs(parseObject(input)),
      outputs: output === "" ? undefined : parseObject(output),
      metadata: compact({ mcp_data: mcp }),
    }),
  }),
  mcp_tools: ({ server }) => ({
    eventType: "tool",
    name: "tools/list",
    describe: ({ result }) => ({
      inputs: compact({ server }),
      outputs: compact({ tools: result }),
    }),
  }),
  handoff: () => ({
    ...chain("handoff", "handoff"),
    describe: ({ from_agent: from, to_agent: to }) => ({
      inputs: compact({ from_agent: from }),
      outputs: compact({ to_agent: to }),
    }),
  }),
  guardrail: ({ name }) => ({
    ...chain(name, "guardrail"),
    isApart: true,
    describe: ({ triggered }) => ({ outputs: compact({ triggered }) }),
  }),
  transcription: () => ({
    eventType: "model",
    name: "transcription",
    describe: ({ input, output, model, model_config: config }) => ({
      inputs: withoutSound(input),
      outputs: compact({ role: "assistant", content: output }),
      config: compact({ model, ...asRecord(config) }),
    }),
  }),
  speech: () => ({
    eventType: "model",
    name: "speech",
    describe: ({ input, output, model, model_config: config }) => ({
      inputs: compact({ input }),
      outputs: withoutSound(output),
      config: compact({ model, ...asRecord(config) }),
    }),
  }),
};

export function kindOf(data: AnyRecord): SpanKind {
  const type = asText(data["type"]);
  const known = Object.hasOwn(kinds, type) ? kinds[type]?.(data) : undefined;
  return { isRun: false, isTask: false, isApart: false, ...(known ?? chain(data["name"], type)) };
}

/** Spans of programs say what they like, when they like. */
function chain(name: unknown, fallback: string): GivenKind {
  return {
    eventType: "chain",
    name: asText(name) || fallback,
    describe: ({ data, input }) => ({ inputs: { ...asRecord(data), ...compact({ input }) } }),
  };
}

/** The SDK tells which tools and handoffs an agent has when it is about to ask its model. */
function describeAgent({ name, tools, handoffs, output_type: type }: AnyRecord): Enrichment {
  return {
    config: compact({ tools, handoffs, output_type: type }),
    metadata: compact({ agent_name: name }),
  };
}

/** Of all that a response repeats of its request. */
const settings = [
  "model",
  "temperature",
  "top_p",
  "max_output_tokens",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning",
  "text",
  "truncation",
  "service_tier",
  "previous_response_id",
];

/** Without sensitive data, and where the model did not answer, the SDK tells less, or nothing. */
function describeResponse(data: AnyRecord): Enrichment {
  const { _input: input, _response: response, response_id: id } = data;
  const given = asRecord(response);
  const config = compact(Object.fromEntries(settings.map((key) => [key, given[key]])));
  const instructions = given["instructions"] ?? undefined;
  const described = describeResponses({ ...config, input: toMessages(input), instructions });
  const outcome = response === undefined ? {} : described.summarise(response);
  return {
    ...outcome,
    inputs: input === undefined ? undefined : described.inputs,
    config: described.config,
    metadata: { ...compact({ response_id: id }), ...asRecord(outcome.metadata) },
  };
}

function describeGeneration(data: AnyRecord): Enrichment {
  const { input, output, usage, model: given, model_config: modelConfig } = data;
  const { model_impl: _, provider, ...config } = asRecord(modelConfig);
  const first = asRecord(asList(output)[0]);
  const isChat = Array.isArray(first["choices"]);
  // The SDK's adapter for models of the AI SDK puts both into one.
  const prefix = `${asText(provider)}:`;
  const model = asText(given).startsWith(prefix) ? asText(given).slice(prefix.length) : given;
  const described = describeChat(compact({ ...config, model, messages: toMessages(input) }));
  const outcome = isChat ? described.summarise(first) : {};
  return {
    ...outcome,
    inputs: input === undefined ? undefined : described.inputs,
    outputs: isChat || output === undefined ? outcome.outputs : toAnswer(output),
    config: { ...described.config, provider: provider ?? (isChat ? "openai" : undefined) },
    metadata: { ...asRecord(outcome.metadata), ...tokensOf(usage) },
  };
}

function tokensOf(usage: unknown): AnyRecord {
  if (usage === undefined || usage === null) return {};
  const tokens = usageMetadata(usage);
  const total = asCount(tokens["prompt_tokens"]) + asCount(tokens["completion_tokens"]);
  return { total_tokens: total, ...tokens };
}

function withoutSound(media: unknown): AnyRecord {
  return compact({ format: asRecord(media)["format"] });
}

function toInputs(value: unknown): AnyRecord {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? asRecord(value) : compact({ input: value === "" ? undefined : value });
}

/** What tools are given and give back is text, mostly of an object. */
function parseObject(text: unknown): unknown {
  if (typeof text !== "string" || !text.startsWith("{")) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Text after all.
    return text;
  }
}
