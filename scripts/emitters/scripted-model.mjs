import { createServer } from "node:http";

import { encodeEventStream } from "./event-stream.mjs";

const toolInput = { city: "Paris" };
const sunny = "It is sunny in Paris.";
const created = 1_780_000_000;

/**
 * Speaks OpenAI's, Anthropic's, Gemini's, Bedrock's, Cohere's and Qdrant's protocols with fixed answers. A model that is offered tools and has
 * no result yet calls `get_weather`; otherwise it answers.
 */
export async function startScriptedModel() {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const body = text === "" ? {} : JSON.parse(text);
  const path = new URL(request.url, "http://local").pathname;
  const reply = replies.find(([pattern]) => pattern.test(path))?.[1](body);
  response.statusCode = reply === undefined ? 404 : 200;
  if (Array.isArray(reply)) {
    const isBinary = typeof reply[0] !== "string";
    const type = isBinary ? "application/vnd.amazon.eventstream" : "text/event-stream";
    response.setHeader("content-type", type);
    for (const event of reply) response.write(event);
    response.end();
    return;
  }
  response.setHeader("content-type", "application/json");
  for (const [name, value] of Object.entries(bedrockHeaders)) response.setHeader(name, value);
  response.end(JSON.stringify(reply ?? { error: { message: `Unknown path ${path}.` } }));
}

const replies = [
  [/\/chat\/completions$/, (body) => (body.stream ? chatStream(body) : chatCompletion(body))],
  [/\/responses$/, (body) => (body.stream ? responseStream(body) : response(body))],
  [/:generateContent$/, (body) => generatedContent(body)],
  [/:streamGenerateContent$/, generatedStream],
  [/\/embeddings$/, embeddings],
  [/\/messages$/, (body) => (body.stream ? messageStream() : message(body))],
  [/\/converse$/, converse],
  [/\/converse-stream$/, converseStream],
  [/\/invoke$/, message],
  [/\/invoke-with-response-stream$/, invokeStream],
  [/\/v1\/chat$/, cohereChat],
  [/\/collections\/[^/]+\/points\/(search|query)$/, points],
];

function wantsTool(body) {
  const hasResult = body.messages.some(
    ({ role, content }) =>
      role === "tool" ||
      (Array.isArray(content) && content.some(({ type }) => type === "tool_result")),
  );
  return (body.tools?.length ?? 0) > 0 && !hasResult;
}

function chatCompletion(body) {
  const toolCall = {
    id: "call_1",
    type: "function",
    function: { name: "get_weather", arguments: JSON.stringify(toolInput) },
  };
  const calls = wantsTool(body);
  const reply = calls
    ? { role: "assistant", content: null, tool_calls: [toolCall] }
    : { role: "assistant", content: sunny };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created,
    model: "gpt-4o-mini-2024-07-18",
    system_fingerprint: "fp_1",
    choices: [
      { index: 0, message: reply, logprobs: null, finish_reason: calls ? "tool_calls" : "stop" },
    ],
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 20,
      total_tokens: 1020,
      prompt_tokens_details: { cached_tokens: 400 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
  };
}

function chatStream(body) {
  const { id, model, usage } = chatCompletion(body);
  const chunk = (choices, more = {}) =>
    `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created, model, choices, ...more })}\n\n`;
  const choice = (delta, reason = null) => [{ index: 0, delta, finish_reason: reason }];
  return [
    chunk(choice({ role: "assistant", content: "" })),
    ...sunny.split(/(?= )/).map((content) => chunk(choice({ content }))),
    chunk(choice({}, "stop")),
    ...(body.stream_options?.include_usage ? [chunk([], { usage })] : []),
    "data: [DONE]\n\n",
  ];
}

function response(body) {
  const hasResult =
    Array.isArray(body.input) && body.input.some(({ type }) => type === "function_call_output");
  const calls = (body.tools?.length ?? 0) > 0 && !hasResult;
  const call = {
    id: "fc_1",
    type: "function_call",
    status: "completed",
    call_id: "call_1",
    name: "get_weather",
    arguments: JSON.stringify(toolInput),
  };
  const text = { type: "output_text", text: sunny, annotations: [], logprobs: [] };
  const said = {
    id: "msg_1",
    type: "message",
    status: "completed",
    role: "assistant",
    content: [text],
  };
  return {
    id: "resp_1",
    object: "response",
    created_at: created,
    status: "completed",
    model: "gpt-4o-mini-2024-07-18",
    instructions: body.instructions ?? null,
    output: [calls ? call : said],
    error: null,
    incomplete_details: null,
    tools: body.tools ?? [],
    tool_choice: "auto",
    temperature: 1,
    usage: {
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 400 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 1020,
    },
  };
}

function responseStream(body) {
  const whole = response(body);
  const [item] = whole.output;
  const place = { output_index: 0, content_index: 0, item_id: item.id };
  const begun = { ...whole, status: "in_progress", output: [], usage: null };
  const events = {
    "response.created": { response: begun },
    "response.output_item.added": { output_index: 0, item: { ...item, content: [] } },
    "response.output_text.delta": { ...place, delta: sunny, logprobs: [] },
    "response.output_text.done": { ...place, text: sunny, logprobs: [] },
    "response.output_item.done": { output_index: 0, item },
    "response.completed": { response: whole },
  };
  return Object.entries(events).map(([type, fields], index) => {
    const event = JSON.stringify({ type, sequence_number: index, ...fields });
    return `event: ${String(type)}\ndata: ${event}\n\n`;
  });
}

function generatedContent(body) {
  const hasResult = JSON.stringify(body.contents).includes("functionResponse");
  const calls = (body.tools?.length ?? 0) > 0 && !hasResult;
  const part = calls ? { functionCall: { name: "get_weather", args: toolInput } } : { text: sunny };
  return {
    candidates: [{ index: 0, content: { role: "model", parts: [part] }, finishReason: "STOP" }],
    modelVersion: "gemini-2.5-flash",
    responseId: "response-1",
    usageMetadata: {
      promptTokenCount: 1000,
      cachedContentTokenCount: 400,
      candidatesTokenCount: 15,
      thoughtsTokenCount: 5,
      totalTokenCount: 1020,
    },
  };
}

function generatedStream(body) {
  return [`data: ${JSON.stringify(generatedContent(body))}\n\n`];
}

function embeddings({ input, model, encoding_format: encoding }) {
  const vector = [0.25, 0.5, -0.5];
  const base64 = Buffer.from(Float32Array.from(vector).buffer).toString("base64");
  const texts = Array.isArray(input) ? input : [input];
  return {
    object: "list",
    model,
    data: texts.map((_text, index) => ({
      object: "embedding",
      index,
      embedding: encoding === "base64" ? base64 : vector,
    })),
    usage: { prompt_tokens: 4, total_tokens: 4 },
  };
}

const anthropicUsage = {
  input_tokens: 600,
  cache_read_input_tokens: 400,
  cache_creation_input_tokens: 100,
  output_tokens: 20,
};

function message(body) {
  const calls = wantsTool(body);
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-20250514",
    content: calls
      ? [
          { type: "text", text: "Let me look." },
          { type: "tool_use", id: "toolu_1", name: "get_weather", input: toolInput },
        ]
      : [{ type: "text", text: sunny }],
    stop_reason: calls ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: anthropicUsage,
  };
}

function messageStream() {
  const event = (type, fields) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const start = { ...message({ messages: [] }), content: [], stop_reason: null };
  return [
    event("message_start", {
      message: { ...start, usage: { ...anthropicUsage, output_tokens: 1 } },
    }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    event("content_block_delta", { index: 0, delta: { type: "text_delta", text: sunny } }),
    event("content_block_stop", { index: 0 }),
    event("message_delta", {
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 20 },
    }),
    event("message_stop", {}),
  ];
}

function points() {
  const found = [
    { id: 1, version: 0, score: 0.9, payload: { text: "Paris is sunny." } },
    { id: 2, version: 0, score: 0.5, payload: { text: "Oslo is cold." } },
  ];
  return { result: found, status: "ok", time: 0.001 };
}

/** Bedrock says the tokens of `InvokeModel` outside of the body too. */
const bedrockHeaders = {
  "x-amzn-bedrock-input-token-count": "600",
  "x-amzn-bedrock-output-token-count": "20",
};

const converseUsage = {
  inputTokens: 600,
  outputTokens: 20,
  totalTokens: 1120,
  cacheReadInputTokens: 400,
  cacheWriteInputTokens: 100,
};

function converse(body) {
  const hasResult = JSON.stringify(body.messages).includes("toolResult");
  const calls = body.toolConfig !== undefined && !hasResult;
  const toolUse = { toolUseId: "toolu_1", name: "get_weather", input: toolInput };
  const content = calls ? [{ text: "Let me look." }, { toolUse }] : [{ text: sunny }];
  return {
    output: { message: { role: "assistant", content } },
    stopReason: calls ? "tool_use" : "end_turn",
    usage: converseUsage,
    metrics: { latencyMs: 100 },
  };
}

function converseStream() {
  return encodeEventStream([
    ["messageStart", { role: "assistant" }],
    ...sunny
      .split(/(?= )/)
      .map((text) => ["contentBlockDelta", { contentBlockIndex: 0, delta: { text } }]),
    ["contentBlockStop", { contentBlockIndex: 0 }],
    ["messageStop", { stopReason: "end_turn" }],
    ["metadata", { usage: converseUsage, metrics: { latencyMs: 100 } }],
  ]);
}

/** The events of the model's own protocol, each in a chunk. */
function invokeStream() {
  const events = messageStream().map((event) => event.slice(event.indexOf("data: ") + 6).trim());
  return encodeEventStream(
    events.map((event) => ["chunk", { bytes: Buffer.from(event).toString("base64") }]),
  );
}

function cohereChat(body) {
  return {
    response_id: "response-1",
    generation_id: "generation-1",
    text: sunny,
    chat_history: [
      { role: "USER", message: body.message },
      { role: "CHATBOT", message: sunny },
    ],
    finish_reason: "COMPLETE",
    meta: {
      api_version: { version: "1" },
      billed_units: { input_tokens: 900, output_tokens: 20 },
      tokens: { input_tokens: 1000, output_tokens: 20 },
    },
  };
}
