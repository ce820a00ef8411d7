import { createClient, type Client } from "@honeyhive/contract";

import type { ServerOptions } from "../options.js";
import { startServer } from "../start-server.js";
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

const projectCount = 40;

/** A real server over a real store, with nothing in it. */
export async function startTestServer(options: ServerOptions = {}): Promise<TestServer> {
  const directory = await temporaryDirectory();
  if (options.store === undefined && options.dataDir === undefined) {
    await copyEmptyStore(directory.path);
  }
  const names = Array.from({ length: projectCount }, (_, index) => `project-${index}`);
  const keys = Object.fromEntries(names.map((name) => [`key-of-${name}`, name]));
  const server = await startServer({ port: 0, dataDir: directory.path, keys, ...options });
  const [shared, ...unused] = names;
  const seen: SeenAnswers = new Set();
  const checkedFetch = createCheckedFetch(seen);
  const clientOf = (name: string | undefined): ProjectClient =>
    toClient({ serverUrl: server.url, fetch: checkedFetch }, name);
  return {
    url: server.url,
    grpcPort: server.grpcPort,
    dataDir: directory.path,
    apiKey: server.apiKey,
    fetch: checkedFetch,
    seen,
    newProject: () => clientOf(unused.shift()),
    sharedProject: () => clientOf(shared),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
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
