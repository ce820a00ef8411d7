import type { Worker as WorkerThread } from "node:worker_threads";

import { proxyEnvironment } from "../lib/proxy-environment.js";
import { networkMessage } from "./retry.js";
import type { TransportResponse, WireRequest } from "./transport.js";

export interface LastRequest extends WireRequest {
  /** Requests of one lane go one after the other. */
  readonly lane: string | undefined;
}

/** The answer, or why there is none. */
export type LastAnswer = Pick<TransportResponse, "status" | "contentType" | "body"> | string;

/** Runs in a thread of its own, so it is text: no bundler has to find it, and no hook of the program runs in it. */
const program = `
const { requests, port, answered, proxyEnv } = require("node:worker_threads").workerData;
const agents = new Map();

function agentOf(http) {
  if (!agents.has(http)) agents.set(http, new http.Agent({ keepAlive: true, maxSockets: 8, proxyEnv }));
  return agents.get(http);
}

function send({ url, method, headers, body }) {
  return new Promise((resolve, reject) => {
    const http = require(url.startsWith("https:") ? "node:https" : "node:http");
    const outgoing = http.request(url, { method, headers, agent: agentOf(http) });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      const chunks = [];
      incoming.on("error", reject);
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("end", () => {
        const contentType = incoming.headers["content-type"];
        resolve({ status: incoming.statusCode, contentType, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}

const lanes = new Map();
for (const [index, request] of requests.entries()) {
  const turn = lanes.get(request.lane) ?? Promise.resolve();
  const sent = turn.then(() => send(request)).then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  ).then((outcome) => {
    port.postMessage({ index, ...outcome });
    Atomics.add(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  if (request.lane !== undefined) lanes.set(request.lane, sent);
}
`;

/**
 * Sends requests before it returns, each once: for a process that ends and will not run its event loop again. The thread
 * that sends them starts within some 40 ms. Throws where there can be no thread.
 */
export function sendBlocking(requests: readonly LastRequest[], timeoutMs: number): LastAnswer[] {
  const threads = process.getBuiltinModule("node:worker_threads");
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1: answers, port2: port } = new threads.MessageChannel();
  const deadline = performance.now() + timeoutMs;
  const worker: WorkerThread = new threads.Worker(program, {
    eval: true,
    workerData: { requests, port, answered, proxyEnv: copyOf(proxyEnvironment()) },
    transferList: [port],
    // What the program preloads, it preloads for itself.
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
    stdout: true,
    stderr: true,
  });
  const outcomes: LastAnswer[] = requests.map(() => `No answer within ${timeoutMs} ms`);
  for (let count = 0; ;) {
    const seen = Atomics.load(answered, 0);
    for (;;) {
      const received: ReceivedMessage | undefined = threads.receiveMessageOnPort(answers);
      if (received === undefined) break;
      const { index, answer, error } = received.message;
      // Bytes arrive as such, whatever they were.
      outcomes[index] =
        answer === undefined
          ? networkMessage(error)
          : { ...answer, body: Buffer.from(answer.body) };
      count += 1;
    }
    const leftMs = deadline - performance.now();
    if (count === requests.length || leftMs <= 0) break;
    Atomics.wait(answered, 0, seen, leftMs);
  }
  void worker.terminate();
  return outcomes;
}

/** What Node keeps of the environment is no plain object in all versions. */
function copyOf(env: NodeJS.ProcessEnv | undefined): NodeJS.ProcessEnv | undefined {
  return env === undefined ? undefined : { ...env };
}

interface ReceivedMessage {
  readonly message: {
    readonly index: number;
    readonly answer?: Exclude<LastAnswer, string>;
    readonly error?: unknown;
  };
}
