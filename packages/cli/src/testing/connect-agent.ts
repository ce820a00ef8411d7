import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";

import { createMcpServer } from "../mcp/create-mcp-server.js";
import type { Sources } from "../mcp/sources.js";

export interface Agent extends AsyncDisposable {
  readonly request: (method: string, params?: object) => Promise<Answer>;
  /** The text of a tool's answer; one that is an error is thrown. */
  readonly ask: (tool: string, input?: object) => Promise<string>;
}

interface Answer {
  readonly tools?: readonly Readonly<Record<string, unknown>>[];
  readonly content?: readonly { readonly text: string }[];
  readonly isError?: boolean;
}

interface Message {
  readonly id: number;
  readonly result?: Answer;
  readonly error?: { readonly message: string };
}

/** An agent at the other end of two pipes, as the protocol has it: one JSON-RPC message a line. */
export async function connectAgent(sources: Sources): Promise<Agent> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const server = createMcpServer(sources);
  await server.connect(new StdioServerTransport(stdin, stdout));
  const waiting = new Map<number, (message: Message) => void>();
  createInterface(stdout).on("line", (line) => {
    const message = JSON.parse(line) as Message;
    waiting.get(message.id)?.(message);
  });
  const send = (message: object): void => {
    stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };
  const request: Agent["request"] = async (method, params = {}) => {
    const id = waiting.size + 1;
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    const { result, error } = await answered;
    if (result === undefined) throw new Error(error?.message);
    return result;
  };
  await request("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "1.0.0" },
  });
  send({ method: "notifications/initialized" });
  return {
    request,
    async ask(name, input = {}) {
      const { content, isError } = await request("tools/call", { name, arguments: input });
      const text = content?.map((part) => part.text).join("\n") ?? "";
      if (isError === true) throw new Error(text);
      return text;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
