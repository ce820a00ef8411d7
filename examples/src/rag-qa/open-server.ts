import { announceLocalServer, findLocalServer, type LocalServer } from "@honeyhive/cli";
import { readConfiguration, startServer, type ServerOptions } from "@honeyhive/server";

export interface OpenServer extends LocalServer, AsyncDisposable {
  /** Whether it ends with this program. */
  readonly isOwn: boolean;
}

/**
 * The server that runs in this folder already, or one that is started and found by commands as `honeyhive dev` is; that one
 * knows the given prices of models, in US dollars per million tokens, unless its configuration has others.
 */
export async function openServer(
  env: NodeJS.ProcessEnv,
  prices: ServerOptions["prices"] = {},
): Promise<OpenServer> {
  const running = await findLocalServer({}, { env });
  if (running !== undefined) {
    return { ...running, isOwn: false, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { options } = readConfiguration({ env });
  const server = await startServer({ ...options, prices: options.prices ?? prices });
  const { url, apiKey } = server;
  const announced = await announceLocalServer(options, server);
  return {
    url,
    apiKey,
    isOwn: true,
    [Symbol.asyncDispose]: async () => {
      await announced?.[Symbol.asyncDispose]();
      await server.close();
    },
  };
}
