import type { Prompt } from "./answer-question.js";
import { chatModels, type ChatModel } from "./models.js";
import { readFlag, readObject, readText } from "./read-fields.js";
import { parseForcedTool, type ForcedTool } from "./parse-forced-tool.js";
import { RequestProblem } from "./request-problem.js";

export interface ChatRequest {
  readonly modelName: string;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** All text of the messages, as it is counted and as it seeds the delay. */
  readonly promptText: string;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** The tool that must be called instead of an answer in words. */
  readonly tool: ForcedTool | undefined;
}

interface Message {
  readonly role: string;
  readonly text: string;
}

const roles = ["system", "developer", "user", "assistant", "tool", "function"];

/** Reads the body of `POST /v1/chat/completions`; throws a `RequestProblem` when it is wrong. */
export function parseChatRequest(body: unknown): ChatRequest {
  const fields = readObject(body, "body");
  const modelName = readText(fields["model"], "model");
  const model = chatModels[modelName];
  if (model === undefined) {
    throw new RequestProblem(404, `The model \`${modelName}\` does not exist.`, {
      code: "model_not_found",
    });
  }
  const messages = parseMessages(fields["messages"]);
  const stream = readFlag(fields["stream"], "stream");
  return {
    modelName,
    model,
    prompt: findPrompt(messages),
    promptText: messages.map((message) => `${message.role}: ${message.text}`).join("\n"),
    maxTokens: parseMaxTokens(fields["max_completion_tokens"] ?? fields["max_tokens"]),
    stream,
    includeUsage: readFlag(
      readObject(fields["stream_options"] ?? {}, "stream_options")["include_usage"],
      "stream_options.include_usage",
    ),
    tool: parseForcedTool(fields["tools"], fields["tool_choice"], stream),
  };
}

function parseMessages(value: unknown): Message[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new RequestProblem(400, "Expected `messages` to be a list with at least one message.", {
      parameter: "messages",
    });
  }
  return value.map((item: unknown, index) => {
    const message = readObject(item, `messages[${index}]`);
    const role = readText(message["role"], `messages[${index}].role`);
    if (!roles.includes(role)) {
      const expected = `Expected \`messages[${index}].role\` to be one of ${roles.join(", ")}, got \`${role}\`.`;
      throw new RequestProblem(400, expected, { parameter: `messages[${index}].role` });
    }
    return { role, text: parseContent(message["content"] ?? "", `messages[${index}].content`) };
  });
}

function parseContent(content: unknown, name: string): string {
  if (!Array.isArray(content)) return readText(content, name);
  return content
    .map((part: unknown, index) => {
      const fields = readObject(part, `${name}[${index}]`);
      return readText(fields["text"], `${name}[${index}].text`);
    })
    .join("\n");
}

function parseMaxTokens(value: unknown): number {
  if (value === undefined || value === null) return Number.POSITIVE_INFINITY;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new RequestProblem(
    400,
    `Expected \`max_tokens\` to be a positive integer, got \`${String(value)}\`.`,
    {
      parameter: "max_tokens",
    },
  );
}

/**
 * The question is what follows the last `Question:` of the last user message, or else its last paragraph; the context
 * is the rest of the conversation, from its first `Context:` where there is one.
 */
function findPrompt(messages: readonly Message[]): Prompt {
  const lastUser = messages.findLastIndex((message) => message.role === "user");
  const asked = messages[lastUser]?.text ?? "";
  const marker = asked.toLowerCase().lastIndexOf("question:");
  const start = marker >= 0 ? marker : Math.max(0, asked.trimEnd().lastIndexOf("\n\n"));
  const rest = messages
    .filter(
      (message, index) => index !== lastUser && /^(user|tool|system|developer)$/.test(message.role),
    )
    .map((message) => message.text);
  const everything = [...rest, asked.slice(0, start)].join("\n\n");
  return {
    context: /(?:^|\n)\s*context:(.*)$/is.exec(everything)?.[1] ?? everything,
    question: asked
      .slice(start)
      .replace(/^\s*question:/i, "")
      .trim(),
  };
}
