import { createClient } from "@honeyhive/contract";
import { startServer } from "@honeyhive/server";
import { makeTemporaryDirectory } from "@honeyhive/testing";

import { copyEmptyStore } from "./copy-empty-store.js";
import type { TestProject } from "./obtain-project.js";

/** A real server in this process, on a free port, with an empty store of its own; `apiKey` is the server's own key. */
export async function startOwnServer(
  keys?: Readonly<Record<string, string>>,
): Promise<TestProject & AsyncDisposable> {
  const directory = await makeTemporaryDirectory();
  await copyEmptyStore(directory.path);
  const server = await startServer({
    port: 0,
    dataDir: directory.path,
    ...(keys === undefined ? {} : { keys }),
  });
  const { url, apiKey } = server;
  return {
    url,
    apiKey,
    client: createClient({ serverUrl: url, apiKey }),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}
