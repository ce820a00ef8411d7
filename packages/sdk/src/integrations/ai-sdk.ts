import { followModelStream } from "./ai-sdk/follow-model-stream.js";
import { toAssistantMessage, toChatHistory } from "./ai-sdk/messages.js";
import { Operations, type Operation } from "./ai-sdk/operations.js";
import { openSpan, type OpenSpan, type OpenSpanOptions } from "../operations/open-span.js";
import type { HoneyHiveTracer } from "../tracer/tracer.js";
import { currentCore } from "../scope/current-core.js";
import { asList, asRecord, asText, compact, type AnyRecord } from "../model-clients/read.js";
import { withoutSecrets } from "../model-clients/without-secrets.js";
import { endWhenLeft } from "../wrap/end-when-left.js";

/** What the AI SDK (`ai` 7) calls while it works, as far as it is recorded here. */
export interface AiSdkTelemetry {
  onStart(event: unknown): void;
  onLanguageModelCallStart(event: unknown): void;
  onLanguageModelCallEnd(event: unknown): void;
  onObjectStepStart(event: unknown): void;
  onObjectStepEnd(event: unknown): void;
  onToolExecutionStart(event: unknown): void;
  onToolExecutionEnd(event: unknown): void;
  onEnd(event: unknown): void;
  onError(event: unknown): void;
  onAbort(event: unknown): void;
  executeLanguageModelCall<Result>(call: AiSdkCall<Result>): PromiseLike<Result>;
  executeTool<Result>(call: AiSdkCall<Result>): PromiseLike<Result>;
}

export interface AiSdkCall<Result> {
  readonly callId: string;
  readonly toolCallId?: string;
  readonly execute: () => PromiseLike<Result>;
}

/**
 * Records what the AI SDK 7 does, in the session of the code that calls it: the operation, each model call and each tool.
 * Up to version 6 give `experimental_telemetry` a tracer instead: `{ isEnabled: true, tracer: tracer.getTracer() }`.
 *
 * ```ts
 * await generateText({ model, prompt, telemetry: { integrations: honeyhiveTelemetry() } });
 * registerTelemetry(honeyhiveTelemetry()); // or once, for all calls
 * ```
 */
export function honeyhiveTelemetry(
  options: { readonly tracer?: HoneyHiveTracer | undefined } = {},
): AiSdkTelemetry {
  const operations = new Operations();
  return {
    onStart: (event) => {
      const core = options.tracer?.core ?? currentCore();
      if (core === undefined || !core.isEnabled) return;
      const { callId, operationId } = asRecord(event);
      const name = asText(operationId) || "ai";
      const root = openSpan(core, name, describeOperation(asRecord(event)));
      operations.open(callId, core, root);
    },
    ...recordModelCalls(operations),
    ...recordTools(operations),
    ...recordEnds(operations),
  };
}

type ModelCalls =
  | "onLanguageModelCallStart"
  | "onLanguageModelCallEnd"
  | "onObjectStepStart"
  | "onObjectStepEnd"
  | "executeLanguageModelCall";

function recordModelCalls(operations: Operations): Pick<AiSdkTelemetry, ModelCalls> {
  const start = (event: unknown): void => {
    const operation = operations.find(event);
    if (operation === undefined) return;
    operation.model = startModelCall(operation, asRecord(event));
    operation.calls++;
  };
  const end = (event: unknown): void => {
    const operation = operations.find(event);
    if (operation !== undefined) endModelCall(operation, summariseModelCall(asRecord(event)));
  };
  return {
    onLanguageModelCallStart: start,
    onLanguageModelCallEnd: end,
    // `generateObject` and `streamObject` tell of their one call in these.
    onObjectStepStart: start,
    onObjectStepEnd: end,
    executeLanguageModelCall: async (call) => {
      const operation = operations.find(call);
      const model = operation?.model;
      const result = await runIn(model, call.execute);
      if (operation === undefined || model === undefined) return result;
      // The call holds the stream: what happens when that is collected must not hold the call.
      const takesOutputs = isRecorded(call, "recordOutputs");
      operation.leaveModel = followModelStream(result, model, ({ content, isFailed }) => {
        const outputs = takesOutputs ? toAssistantMessage(content) : undefined;
        const summary = { outputs, metadata: { aborted: true } };
        if (operation.model === model) endModelCall(operation, summary);
        if (!isFailed) operation.leave();
      });
      if (operation.leaveModel !== undefined) leaveWithAnswer(operation, result);
      return result;
    },
  };
}

/** A stream may be left when its model has said everything. What the SDK knows of the answer it keeps to the step's end. */
function leaveWithAnswer(operation: Operation, result: unknown): void {
  const { response } = asRecord(result);
  const { calls } = operation;
  if (typeof response !== "object" || response === null) return;
  endWhenLeft(response, operation.core, () => {
    if (operation.calls === calls && operation.model === undefined) operation.leave();
  });
}

function endModelCall(operation: Operation, summary: ModelCallSummary): void {
  operation.model?.enrich(summary);
  operation.model?.end();
  operation.model = undefined;
  operation.leaveModel = undefined;
  operation.answer = compact({
    role: summary.outputs?.["role"],
    content: summary.outputs?.["content"],
  });
}

type Tools = "onToolExecutionStart" | "onToolExecutionEnd" | "executeTool";

function recordTools(operations: Operations): Pick<AiSdkTelemetry, Tools> {
  return {
    onToolExecutionStart: (event) => {
      const operation = operations.find(event);
      if (operation === undefined) return;
      const { toolCallId, toolName, input } = asRecord(asRecord(event)["toolCall"]);
      const inputs = isRecorded(event, "recordInputs") ? toObject(input, "input") : undefined;
      const tool = openChild(operation, asText(toolName), { eventType: "tool", inputs });
      if (tool !== undefined) operation.tools.set(toolCallId, tool);
    },
    onToolExecutionEnd: (event) => {
      const { toolCall, toolOutput } = asRecord(event);
      const tool = operations.find(event)?.tools.get(asRecord(toolCall)["toolCallId"]);
      const { type, output, error } = asRecord(toolOutput);
      if (type === "tool-error") tool?.fail(error);
      else if (isRecorded(event, "recordOutputs")) tool?.enrich({ outputs: output });
      tool?.end();
    },
    executeTool: (call) => runIn(operations.find(call)?.tools.get(call.toolCallId), call.execute),
  };
}

type Ends = "onEnd" | "onError" | "onAbort";

function recordEnds(operations: Operations): Pick<AiSdkTelemetry, Ends> {
  return {
    onEnd: (event) =>
      operations.end(event, ({ root }) => {
        const { error } = asRecord(event);
        root.enrich(summariseOperation(asRecord(event)));
        if (error !== undefined) root.fail(error);
      }),
    onError: (event) =>
      operations.end(event, ({ root, model }) => {
        const { error } = asRecord(event);
        model?.fail(error);
        root.fail(error);
      }),
    onAbort: (event) => operations.find(event)?.leave(),
  };
}

function runIn<Result>(span: OpenSpan | undefined, execute: () => Result): Result {
  return span === undefined ? execute() : span.run(execute);
}

function openChild(
  { root }: Operation,
  name: string,
  options: OpenSpanOptions,
): OpenSpan | undefined {
  return root.run(() => {
    const core = currentCore();
    return core === undefined ? undefined : openSpan(core, name, options);
  });
}

/** An event that does not say otherwise is recorded. */
function isRecorded(event: unknown, name: "recordInputs" | "recordOutputs"): boolean {
  return asRecord(event)[name] !== false;
}

function describeOperation(event: AnyRecord): OpenSpanOptions {
  const { operationId, provider, modelId, functionId, value, values } = event;
  const { instructions = event["system"], messages = event["prompt"] } = event;
  const isText = messages !== undefined;
  const inputs = isText
    ? { chat_history: toChatHistory(instructions, messages) }
    : { value, values };
  return {
    eventType: isText ? "chain" : "tool",
    config: compact({ provider, model: modelId }),
    metadata: compact({ operation_name: operationId, agent_name: functionId }),
    inputs: isRecorded(event, "recordInputs") ? compact(inputs) : {},
  };
}

function startModelCall(operation: Operation, event: AnyRecord): OpenSpan | undefined {
  const { provider, modelId, instructions, tools, maxOutputTokens } = event;
  const { messages = event["promptMessages"] } = event;
  return openChild(operation, `chat ${asText(modelId)}`.trim(), {
    eventType: "model",
    config: compact({
      provider,
      model: modelId,
      max_tokens: maxOutputTokens,
      temperature: event["temperature"],
      top_p: event["topP"],
      top_k: event["topK"],
      presence_penalty: event["presencePenalty"],
      frequency_penalty: event["frequencyPenalty"],
      stop_sequences: event["stopSequences"],
      seed: event["seed"],
      ...withoutSecrets({ tools }),
    }),
    inputs: isRecorded(event, "recordInputs")
      ? { chat_history: toChatHistory(instructions, messages) }
      : {},
  });
}

interface ModelCallSummary extends Record<string, unknown> {
  readonly outputs: AnyRecord | undefined;
  readonly metadata: AnyRecord;
}

function summariseModelCall(event: AnyRecord): ModelCallSummary {
  const { usage, finishReason, response, objectText } = event;
  const { content = [{ type: "text", text: objectText }] } = event;
  const { responseId = asRecord(response)["id"] } = event;
  const finish = asText(finishReason).replaceAll("-", "_") || undefined;
  return {
    outputs: isRecorded(event, "recordOutputs")
      ? compact({ ...toAssistantMessage(content), finish_reason: finish })
      : undefined,
    metadata: compact({ ...tokens(usage), response_id: responseId, finish_reason: finish }),
  };
}

function summariseOperation(event: AnyRecord): AnyRecord {
  const { text, object, output, embedding, ranking, usage } = event;
  // Embeddings are made by no call that tells of itself.
  const metadata = embedding === undefined ? {} : embeddingTokens(usage);
  if (!isRecorded(event, "recordOutputs")) return { metadata };
  return {
    outputs: compact({
      ...(text === undefined ? {} : { role: "assistant", content: text }),
      object: object ?? (text === undefined ? output : undefined),
      ranking,
      ...(embedding === undefined ? {} : measureVectors(embedding)),
    }),
    metadata,
  };
}

/** One vector, or a list of them. */
function measureVectors(embedding: unknown): AnyRecord {
  const [first] = asList(embedding);
  const vectors = Array.isArray(first) ? asList(embedding) : [embedding];
  return compact({ count: vectors.length, dimensions: asList(vectors[0]).length });
}

function embeddingTokens(usage: unknown): AnyRecord {
  const { tokens: count } = asRecord(usage);
  return typeof count === "number" && count >= 0
    ? { prompt_tokens: count, total_tokens: count }
    : {};
}

function tokens(usage: unknown): AnyRecord {
  const { inputTokens, outputTokens, totalTokens, inputTokenDetails, outputTokenDetails } =
    asRecord(usage);
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens,
    cache_read_input_tokens: asRecord(inputTokenDetails)["cacheReadTokens"],
    cache_write_input_tokens: asRecord(inputTokenDetails)["cacheWriteTokens"],
    reasoning_tokens: asRecord(outputTokenDetails)["reasoningTokens"],
  };
}

function toObject(value: unknown, name: string): AnyRecord {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? asRecord(value) : { [name]: value };
}
