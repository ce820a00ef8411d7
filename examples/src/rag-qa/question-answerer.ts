import { enrichSpan, traceChain, traceTool } from "honeyhive";
import type OpenAI from "openai";
import type { Chunk } from "./chunk-document.js";
import type { VectorIndex } from "./vector-index.js";

export interface Variant {
  readonly name: string;
  /** How many chunks the model reads. */
  readonly chunkCount: number;
  readonly chatModel: string;
  readonly isStreaming: boolean;
}

export interface Answer {
  readonly answer: string;
  readonly sources: readonly string[];
  /** What the model was given to read. */
  readonly context: string;
}

const instructions =
  "Answer the question with one sentence quoted from the context. If the context does not answer it, say: I don't know.";

/** Retrieves, then answers. Every step is a span; calls of the client are too. */
export function createQuestionAnswerer(
  client: OpenAI,
  index: VectorIndex,
  variant: Variant,
): (question: string, signal: AbortSignal) => Promise<Answer> {
  const retrieve = traceTool(function retrieve(question: string): Promise<Chunk[]> {
    return index.search(question, variant.chunkCount);
  });
  const generate = traceChain(async function generate(
    question: string,
    context: string,
    signal: AbortSignal,
  ): Promise<string> {
    const messages = [
      { role: "system" as const, content: instructions },
      { role: "user" as const, content: `Context:\n${context}\n\nQuestion: ${question}` },
    ];
    const request = { model: variant.chatModel, messages, temperature: 0 };
    if (variant.isStreaming) return readStream(client, request, signal);
    const completion = await client.chat.completions.create(request, { signal });
    return completion.choices[0]?.message.content ?? "";
  });
  return async (question, signal) => {
    const chunks = await retrieve(question);
    const sources = [...new Set(chunks.map(({ source }) => source))];
    const context = chunks.map(({ text }) => text).join("\n\n");
    enrichSpan({ metadata: { variant: variant.name, sources } });
    return { answer: await generate(question, context, signal), sources, context };
  };
}

async function readStream(
  client: OpenAI,
  request: Omit<OpenAI.ChatCompletionCreateParamsStreaming, "stream">,
  signal: AbortSignal,
): Promise<string> {
  const stream = await client.chat.completions.create(
    { ...request, stream: true, stream_options: { include_usage: true } },
    { signal },
  );
  let answer = "";
  for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? "";
  return answer;
}
