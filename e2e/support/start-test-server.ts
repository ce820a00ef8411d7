import { createClient, type Client } from "@honeyhive/contract";
import { startServer, type RunningServer } from "@honeyhive/server";
import { makeTemporaryDirectory } from "@honeyhive/testing";

import { copyEmptyStore } from "./copy-empty-store.js";

export interface TestServer {
  readonly server: RunningServer;
  readonly client: Client;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real server on a free port with an empty store of its own. */
export async function startTestServer(
  keys?: Readonly<Record<string, string>>,
): Promise<TestServer> {
  const directory = await makeTemporaryDirectory();
  await copyEmptyStore(directory.path);
  const server = await startServer({
    port: 0,
    dataDir: directory.path,
    ...(keys === undefined ? {} : { keys }),
  });
  return {
    server,
    client: createClient({ serverUrl: server.url, apiKey: server.apiKey }),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}
