import { answerQuestion } from "./answer-question.js";
import { callTool } from "./call-tool.js";
import { hashText } from "./hash-text.js";
import type { ChatRequest } from "./parse-chat-request.js";
import { countTokens, splitTokens } from "./words.js";

export interface Completion {
  readonly id: string;
  readonly created: number;
  readonly modelName: string;
  /** What is said, or the arguments of the tool that is called. */
  readonly tokens: readonly string[];
  readonly toolName: string | undefined;
  readonly finishReason: "stop" | "length";
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
}

export function completeChat(request: ChatRequest, createdMs: number): Completion {
  const { tool, promptText, prompt, model } = request;
  const text =
    tool === undefined
      ? answerQuestion(prompt, model.reading)
      : JSON.stringify(callTool(tool, promptText));
  const all = splitTokens(text);
  const tokens = all.slice(0, request.maxTokens);
  const promptTokens = countTokens(promptText);
  return {
    id: `chatcmpl-${hashText(promptText).toString(36)}${createdMs.toString(36)}`,
    created: Math.floor(createdMs / 1_000),
    modelName: request.modelName,
    tokens,
    toolName: tool?.name,
    finishReason: tokens.length < all.length ? "length" : "stop",
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: tokens.length,
      total_tokens: promptTokens + tokens.length,
    },
  };
}

export function toCompletionBody(completion: Completion): object {
  const { id, created, modelName: model, tokens, toolName, finishReason, usage } = completion;
  const text = tokens.join("");
  const call = { name: toolName, arguments: text };
  const said =
    toolName === undefined
      ? { content: text }
      : { content: null, tool_calls: [{ id: `call_${id}`, type: "function", function: call }] };
  const message = { role: "assistant", ...said, refusal: null };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason };
  return { id, object: "chat.completion", created, model, choices: [choice], usage };
}

/** The bodies of a streamed answer: the role, each token, the reason to stop and, when asked for, the usage. */
export function toCompletionChunks(completion: Completion, includeUsage: boolean): object[] {
  const { id, created, modelName: model, tokens, finishReason, usage } = completion;
  const chunk = (choices: readonly object[], more: object = {}): object => ({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    choices,
    ...(includeUsage ? { usage: null } : {}),
    ...more,
  });
  const choice = (delta: object, reason: string | null = null): object[] => [
    { index: 0, delta, logprobs: null, finish_reason: reason },
  ];
  return [
    chunk(choice({ role: "assistant", content: "" })),
    ...tokens.map((content) => chunk(choice({ content }))),
    chunk(choice({}, finishReason)),
    ...(includeUsage ? [chunk([], { usage })] : []),
  ];
}
