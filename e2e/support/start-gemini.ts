import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";

import type { Candidate } from "@google/genai";

export const weather = { name: "weather", args: { city: "Bern" }, id: "c1" };
const usageMetadata = {
  promptTokenCount: 10,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 3,
  cachedContentTokenCount: 4,
  totalTokenCount: 18,
};
export const parts = [
  { text: "Where is Bern?", thought: true },
  { text: "Let me " },
  { text: "look.", thoughtSignature: "c2ln" },
  { functionCall: weather },
];
const head = { responseId: "r1", modelVersion: "gemini-2.5-flash-001" };

const answer = (given: readonly object[]): object => ({
  ...head,
  candidates: [{ content: { role: "model", parts: given }, finishReason: "STOP", index: 0 }],
  usageMetadata,
});

/** Speaks Gemini's protocol: answers with `parts`, or as words of the request ask for. */
export async function startGemini(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Expected a port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readText(incoming);
  const path = incoming.url ?? "";
  if (path.includes("no-such-model")) {
    const message = "no-such-model is not found";
    outgoing.writeHead(404, { "content-type": "application/json" });
    outgoing.end(JSON.stringify({ error: { code: 404, message, status: "NOT_FOUND" } }));
    return;
  }
  const response = respond(path, body);
  if (!path.includes(":streamGenerateContent?alt=sse")) {
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(response));
    return;
  }
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of toChunks(response)) {
    outgoing.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  if (body.includes("broken")) {
    outgoing.write("data: {");
    setImmediate(() => outgoing.destroy());
  } else outgoing.end();
}

function respond(path: string, body: string): object {
  if (path.includes(":batchEmbedContents")) {
    return { embeddings: [{ values: [1, 2, 3] }, { values: [4, 5, 6] }] };
  }
  if (body.includes("refused")) {
    return { ...head, promptFeedback: { blockReason: "SAFETY" }, usageMetadata };
  }
  if (body.includes("several")) {
    const candidates = ["a", "b"].map((text, index) => ({
      index,
      content: { role: "model", parts: [{ text }] },
      finishReason: index === 0 ? "STOP" : "MAX_TOKENS",
    }));
    return { ...head, candidates, usageMetadata };
  }
  if (body.includes("Sunny") && body.includes("functionDeclarations")) {
    return answer([{ text: "It is sunny." }]);
  }
  return answer(parts);
}

/** A part each; the last one says how it ended and what it took in all. */
function toChunks(response: object): object[] {
  const { candidates = [] } = response as { readonly candidates?: readonly Candidate[] };
  const [candidate] = candidates;
  const given = candidate?.content?.parts ?? [];
  return given.map((part, index) => {
    const isLast = index === given.length - 1;
    return {
      ...head,
      candidates: [
        {
          content: { role: "model", parts: [part] },
          ...(isLast ? { finishReason: candidate?.finishReason } : {}),
        },
      ],
      usageMetadata: isLast ? usageMetadata : { promptTokenCount: 10, totalTokenCount: 10 },
    };
  });
}
