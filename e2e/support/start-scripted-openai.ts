import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";

/** What a model answers: a text, calls of tools, or nothing but a failure. */
export type ScriptedAnswer =
  | { readonly text: string }
  | { readonly calls: readonly { readonly name: string; readonly arguments: object }[] }
  | { readonly status: number };

/** Given the body of a request: its instructions, messages, names of tools. */
export type Script = (body: string) => ScriptedAnswer;

export interface ScriptedOpenAI extends AsyncDisposable {
  /** What clients of OpenAI call `baseURL`. */
  readonly baseURL: string;
  /** The paths that were asked for. */
  readonly requests: readonly string[];
}

const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
const chatUsage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

/** Speaks both of OpenAI's protocols of chats, streamed or not, and says what the script says. */
export async function startScriptedOpenAI(script: Script): Promise<ScriptedOpenAI> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url ?? "");
    void handle(script, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Expected a port.");
  return {
    baseURL: `http://127.0.0.1:${address.port}/v1`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(
  script: Script,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readText(incoming);
  const request = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const answer = script(body);
  if ("status" in answer) {
    outgoing.writeHead(answer.status, { "content-type": "application/json" });
    outgoing.end(
      JSON.stringify({ error: { message: "the model is broken", type: "server_error" } }),
    );
    return;
  }
  const isChat = incoming.url?.includes("/chat/") === true;
  const whole = isChat ? toCompletion(answer) : toResponse(answer, request);
  if (request["stream"] !== true) {
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(whole));
    return;
  }
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of isChat ? toChunks(answer) : toEvents(answer, whole)) {
    outgoing.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  outgoing.end(isChat ? "data: [DONE]\n\n" : undefined);
}

type Said = Exclude<ScriptedAnswer, { status: number }>;

function toResponse(answer: Said, { instructions, tools, temperature }: object & Settings): object {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1,
    status: "completed",
    error: null,
    model: "gpt-5-mini-2025-08-07",
    instructions,
    tools,
    temperature,
    output: toItems(answer),
    usage: {
      ...usage,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens_details: { reasoning_tokens: 2 },
    },
  };
}

interface Settings {
  readonly instructions?: unknown;
  readonly tools?: unknown;
  readonly temperature?: unknown;
}

function toItems(answer: Said): object[] {
  if ("text" in answer) {
    const content = [{ type: "output_text", text: answer.text, annotations: [] }];
    return [{ type: "message", id: "msg_1", role: "assistant", status: "completed", content }];
  }
  return answer.calls.map(({ name, arguments: given }, index) => ({
    type: "function_call",
    id: `fc_${index}`,
    call_id: `call_${index}`,
    name,
    arguments: JSON.stringify(given),
    status: "completed",
  }));
}

function toEvents(answer: Said, response: object): object[] {
  const items = toItems(answer).flatMap((item, index) => [
    { type: "response.output_item.added", output_index: index, item },
    ...("text" in answer
      ? [
          {
            type: "response.output_text.delta",
            output_index: index,
            item_id: "msg_1",
            content_index: 0,
            delta: answer.text,
          },
        ]
      : []),
    { type: "response.output_item.done", output_index: index, item },
  ]);
  return [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    ...items,
    { type: "response.completed", response },
  ];
}

const head = { id: "chatcmpl_1", created: 1, model: "gpt-5-mini-2025-08-07" };

function toCompletion(answer: Said): object {
  return {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message: toMessage(answer), finish_reason: finishOf(answer) }],
    usage: { ...chatUsage, prompt_tokens_details: { cached_tokens: 4 } },
  };
}

function toMessage(answer: Said): object {
  if ("text" in answer) return { role: "assistant", content: answer.text };
  return { role: "assistant", content: null, tool_calls: toCalls(answer.calls) };
}

function toCalls(calls: Extract<Said, { calls: unknown }>["calls"]): object[] {
  return calls.map(({ name, arguments: given }, index) => ({
    index,
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: JSON.stringify(given) },
  }));
}

const finishOf = (answer: Said): string => ("text" in answer ? "stop" : "tool_calls");

function toChunks(answer: Said): object[] {
  const chunk = (delta: object, rest: object = {}): object => ({
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: null, ...rest }],
  });
  return [
    chunk(toMessage(answer)),
    chunk({}, { finish_reason: finishOf(answer) }),
    {
      ...head,
      object: "chat.completion.chunk",
      choices: [],
      usage: { ...chatUsage, prompt_tokens_details: { cached_tokens: 4 } },
    },
  ];
}
