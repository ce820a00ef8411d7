import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { ModelEndpoint } from "../models/complete-chat.js";

export interface Judge extends AsyncDisposable {
  readonly endpoint: ModelEndpoint;
  /** Bodies of the questions so far. */
  readonly asked: readonly string[];
  /** Answers to questions with the word `slow`, which wait until somebody calls them. */
  readonly held: (() => void)[];
  status: number;
  /** Questions with this text are answered with 503. */
  refused: string | undefined;
}

/** A model's API that finds everything to be 4, politely. */
export async function startJudge(): Promise<Judge> {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const content = '{"result": 4, "explanation": "Polite."}';
  const answer = JSON.stringify({ choices: [{ message: { content } }] });
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      asked.push(text);
      const isRefused = judge.refused !== undefined && text.includes(judge.refused);
      response.statusCode = isRefused ? 503 : judge.status;
      const say = (): void => void response.end(answer);
      if (!text.includes("slow ")) return say();
      held.push(say);
      response.once("close", () => {
        const place = held.indexOf(say);
        if (place >= 0) held.splice(place, 1);
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  const judge: Judge = {
    endpoint: { baseUrl: `http://127.0.0.1:${port}`, apiKey: "key", model: "judge" },
    asked,
    held,
    status: 200,
    refused: undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return judge;
}
