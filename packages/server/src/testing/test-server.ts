import { randomUUID } from "node:crypto";

import { createClient, type Client } from "@honeyhive/contract";
import { obtainShared } from "@honeyhive/testing/shared";

import type { ServerOptions } from "../options.js";
import { startServer, type RunningServer } from "../start-server.js";
import { createCheckedFetch, type SeenAnswers } from "./check-answer.js";
import { copyEmptyStore } from "./copy-empty-store.js";
import { temporaryDirectory } from "./temporary-directory.js";

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Where `grpcPort` was asked for. */
  readonly grpcPort: number | undefined;
  readonly dataDir: string;
  /** Key of the server itself. */
  readonly apiKey: string;
  /** Fails when an answer is not what the contract says. */
  readonly fetch: typeof fetch;
  /** Which operation answered with which status so far. */
  readonly seen: SeenAnswers;
  /** A client of a project that no other test uses. */
  newProject(): ProjectClient;
  /** A client of the same project each time, for requests that store nothing. */
  sharedProject(): ProjectClient;
}

export interface ProjectClient {
  readonly name: string;
  readonly apiKey: string;
  readonly call: Client;
  /** Sends anything; objects are sent as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** So many projects has each. */
const projectCount = 40;

/** What is lent serves many files. */
const lentProjectCount = 10 * projectCount;

interface LentServer {
  readonly server: RunningServer;
  readonly dataDir: string;
  /** Names of its projects that no file has. */
  readonly unused: string[];
}

/** Ends with this process. */
let lent: LentServer | undefined;

/** A real server over a real store, with nothing in it. */
export async function startTestServer(options: ServerOptions = {}): Promise<TestServer> {
  const directory = await temporaryDirectory();
  if (options.store === undefined && options.dataDir === undefined) {
    await copyEmptyStore(directory.path);
  }
  const names = namesOf(projectCount);
  const dataDir = directory.path;
  const server = await startServer({ port: 0, dataDir, keys: keysOf(names), ...options });
  return toTestServer({ server, dataDir }, names, async () => {
    await server.close();
    await directory[Symbol.asyncDispose]();
  });
}

/** A server with default options that other files have used before; nobody has used its projects. */
export async function borrowTestServer(): Promise<TestServer> {
  if (lent === undefined || lent.unused.length < projectCount) {
    await lent?.server.close();
    lent = await startLent();
  }
  const { unused, ...running } = lent;
  const names = unused.splice(0, projectCount);
  return toTestServer(running, names, () => {
    unused.push(...names);
    return Promise.resolve();
  });
}

async function startLent(): Promise<LentServer> {
  // In the folder that the end of the run removes.
  const dataDir = await obtainShared(`server-${randomUUID()}`, copyEmptyStore);
  const unused = namesOf(lentProjectCount);
  return { server: await startServer({ port: 0, dataDir, keys: keysOf(unused) }), dataDir, unused };
}

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `project-${index}`);
}

function keysOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`key-of-${name}`, name]));
}

/** Takes the names of projects that are used from `unused`. */
function toTestServer(
  { server, dataDir }: Pick<LentServer, "server" | "dataDir">,
  unused: string[],
  dispose: () => Promise<void>,
): TestServer {
  const { url, grpcPort, apiKey } = server;
  const seen: SeenAnswers = new Set();
  const fetch = createCheckedFetch(seen);
  const shared = unused.shift();
  const clientOf = (name: string | undefined): ProjectClient =>
    toClient({ serverUrl: url, fetch }, name);
  return {
    url,
    grpcPort,
    dataDir,
    apiKey,
    fetch,
    seen,
    newProject: () => clientOf(unused.shift()),
    sharedProject: () => clientOf(shared),
    [Symbol.asyncDispose]: dispose,
  };
}

function toClient(
  { serverUrl, fetch }: { readonly serverUrl: string; readonly fetch: typeof globalThis.fetch },
  name: string | undefined,
): ProjectClient {
  if (name === undefined) throw new Error(`A test server has ${projectCount} projects.`);
  const apiKey = `key-of-${name}`;
  return {
    name,
    apiKey,
    call: createClient({ serverUrl, apiKey, fetch }),
    send: (method, path, body, headers) =>
      fetch(serverUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: "application/json",
          ...(isBytes(body) ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isBytes(body) ? body : JSON.stringify(body) }),
      }),
  };
}

function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}
