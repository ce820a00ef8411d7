import { eventAttribute, eventTypes, type EventType } from "@honeyhive/contract";

import type { SpanRecord } from "./span-record.js";
import type { AttributeBag } from "./attribute-bag.js";

const explicitAttributes = [
  eventAttribute.type,
  "honeyhive.event_type",
  "honeyhive_event_type_raw",
];

/** What a value of an attribute says about the type; the first attribute that says something wins. */
const typeByValue: readonly (readonly [string, Readonly<Record<string, EventType>>])[] = [
  [
    "gen_ai.operation.name",
    {
      chat: "model",
      text_completion: "model",
      generate_content: "model",
      invoke_agent: "chain",
      create_agent: "chain",
      invoke_workflow: "chain",
      agent_step: "chain",
      execute_tool: "tool",
      embeddings: "tool",
      rerank: "tool",
    },
  ],
  [
    "openinference.span.kind",
    {
      llm: "model",
      chain: "chain",
      agent: "chain",
      evaluator: "chain",
      prompt: "chain",
      tool: "tool",
      retriever: "tool",
      embedding: "tool",
      reranker: "tool",
      guardrail: "tool",
    },
  ],
  ["traceloop.span.kind", { workflow: "chain", task: "chain", agent: "chain", tool: "tool" }],
  ["llm.request.type", { chat: "model", completion: "model", embedding: "tool", rerank: "tool" }],
];

const aiSdkOperations: readonly (readonly [RegExp, EventType])[] = [
  [/\.do(Generate|Stream)$/, "model"],
  [/^ai\.(generateText|streamText|generateObject|streamObject)$/, "chain"],
  [/^ai\.(toolCall|embed|rerank)/, "tool"],
];

const modelName =
  /openai\.chat\.completions|anthropic\.messages|bedrock\.invoke_model|chat|completion|generate|inference|gpt|claude/i;

/** Spans that hold others together and say so only by their name. */
const chainNames: readonly (readonly [scope: RegExp, name: RegExp])[] = [
  [/^strands/, /^execute_(agent|event)_loop_cycle/],
  [/^(gcp\.vertex\.agent|google_adk)/, /^invocation/],
  // Its calls of models and tools say what they are; their steps, inferences and chunks have none of their tokens.
  [/^@mastra\//, /^/],
];

const serverKind = 2;

/** The first of these that knows: an explicit type, a convention's own field, what the span looks like. */
export function eventTypeOf(span: SpanRecord, bag: AttributeBag): EventType {
  return (
    explicitType(bag) ?? typeFromConventions(bag) ?? typeFromAiSdk(bag) ?? typeFromLooks(span, bag)
  );
}

function explicitType(bag: AttributeBag): EventType | undefined {
  for (const attribute of explicitAttributes) {
    const value = bag.peekText(attribute)?.toLowerCase();
    const type = eventTypes.find((candidate) => candidate === value);
    if (type !== undefined) return type;
  }
  return undefined;
}

function typeFromConventions(bag: AttributeBag): EventType | undefined {
  for (const [attribute, types] of typeByValue) {
    const value = bag.peekText(attribute)?.toLowerCase();
    if (value !== undefined && Object.hasOwn(types, value)) return types[value];
  }
  return undefined;
}

function typeFromAiSdk(bag: AttributeBag): EventType | undefined {
  const operation = bag.peekText("ai.operationId") ?? "";
  return aiSdkOperations.find(([pattern]) => pattern.test(operation))?.[1];
}

function typeFromLooks(span: SpanRecord, bag: AttributeBag): EventType {
  // HoneyHive's own spans say their type; a function called `generateReport` is no model call.
  const isNative = bag.hasPrefix("honeyhive_") || bag.hasPrefix("traceloop.association");
  const isChain = ([scope, name]: readonly [RegExp, RegExp]): boolean =>
    scope.test(span.scope.name) && name.test(span.name);
  if (chainNames.some(isChain)) return "chain";
  if (bag.hasPrefix("llm.") || bag.peek("gen_ai.request.model") !== undefined) return "model";
  if (!isNative && modelName.test(span.name)) return "model";
  return span.parentSpanId === null && span.kind === serverKind ? "chain" : "tool";
}
