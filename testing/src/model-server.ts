import { setTimeout as wait } from "node:timers/promises";
import { Hono, type Context } from "hono";
import { streamSSE } from "hono/streaming";
import { completeChat, toCompletionBody, toCompletionChunks } from "./model/complete-chat.js";
import { embedText } from "./model/embed-text.js";
import { chatModels, embeddingModels } from "./model/models.js";
import { parseChatRequest, type ChatRequest } from "./model/parse-chat-request.js";
import { parseEmbeddingRequest, type EmbeddingRequest } from "./model/parse-embedding-request.js";
import { RequestProblem } from "./model/request-problem.js";
import { seededDelay } from "./model/seeded-delay.js";
import { countTokens } from "./model/words.js";
import { listen, type Listening } from "./listen.js";

export interface ModelServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** The only key that is accepted. Default `sk-local`. */
  readonly apiKey?: string;
  /** Factor on the delays of the models: 1 is lifelike (default), 0 answers at once. */
  readonly latency?: number;
}

export interface ModelServer extends Listening {
  /** What clients of OpenAI call `baseURL`. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/**
 * A server that speaks OpenAI's protocol and computes real answers without a model: chat completions quote the
 * context of their prompt, embeddings are hashed words. The same request always gets the same answer.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { port = 0, apiKey = "sk-local", latency = 1 } = options;
  const listening = await listen(createModelApp(apiKey, latency).fetch, port);
  return { ...listening, baseUrl: `${listening.url}/v1`, apiKey };
}

function createModelApp(apiKey: string, latency: number): Hono {
  const app = new Hono();
  app.use("/v1/*", async (context, next) => {
    if (context.req.header("authorization") !== `Bearer ${apiKey}`) {
      throw new RequestProblem(401, "Incorrect API key provided.", { code: "invalid_api_key" });
    }
    await next();
  });
  app.get("/v1/models", (context) => context.json({ object: "list", data: listModels() }));
  app.post("/v1/chat/completions", async (context) => {
    const request = parseChatRequest(await readJson(context));
    return request.stream
      ? streamCompletion(context, request, latency)
      : sendCompletion(context, request, latency);
  });
  app.post("/v1/embeddings", async (context) => {
    return sendEmbeddings(context, parseEmbeddingRequest(await readJson(context)), latency);
  });
  app.notFound((context) => {
    const { method, path } = context.req;
    return context.json(
      new RequestProblem(404, `Unknown request URL: ${method} ${path}.`).toBody(),
      404,
    );
  });
  app.onError((error, context) => {
    if (error instanceof RequestProblem) return context.json(error.toBody(), error.status);
    return context.json({ error: { message: error.message, type: "server_error" } }, 500);
  });
  return app;
}

async function sendCompletion(
  context: Context,
  request: ChatRequest,
  latency: number,
): Promise<Response> {
  const completion = completeChat(request, Date.now());
  const delay = delayOf(request, completion.usage.prompt_tokens, latency);
  await wait(delay.untilFirstMs + delay.perTokenMs * completion.tokens.length);
  return context.json(toCompletionBody(completion));
}

function streamCompletion(context: Context, request: ChatRequest, latency: number): Response {
  const completion = completeChat(request, Date.now());
  const delay = delayOf(request, completion.usage.prompt_tokens, latency);
  return streamSSE(context, async (stream) => {
    await wait(delay.untilFirstMs);
    for (const chunk of toCompletionChunks(completion, request.includeUsage)) {
      if (stream.aborted) return;
      await stream.writeSSE({ data: JSON.stringify(chunk) });
      if (delay.perTokenMs > 0) await wait(delay.perTokenMs);
    }
    await stream.writeSSE({ data: "[DONE]" });
  });
}

async function sendEmbeddings(
  context: Context,
  request: EmbeddingRequest,
  latency: number,
): Promise<Response> {
  const { modelName, model, texts, dimensions, encoding } = request;
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  await wait(seededDelay(model.pace, tokens, texts.join("\n"), latency).untilFirstMs);
  return context.json({
    object: "list",
    model: modelName,
    data: texts.map((text, index) => {
      const vector = embedText(text, dimensions);
      const embedding = encoding === "base64" ? toBase64(vector) : [...vector];
      return { object: "embedding", index, embedding };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

function delayOf(
  request: ChatRequest,
  promptTokens: number,
  latency: number,
): ReturnType<typeof seededDelay> {
  return seededDelay(
    request.model.pace,
    promptTokens,
    request.modelName + request.promptText,
    latency,
  );
}

async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (error) {
    throw new RequestProblem(
      400,
      `We could not parse the JSON body of your request: ${String(error)}`,
    );
  }
}

function listModels(): object[] {
  return [...Object.keys(chatModels), ...Object.keys(embeddingModels)].map((id) => ({
    id,
    object: "model",
    created: 1_700_000_000,
    owned_by: "testing",
  }));
}

/** Little-endian floats, as OpenAI sends them. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString("base64");
}
