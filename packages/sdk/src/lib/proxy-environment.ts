import type { ClientRequest } from "node:http";

import { ignoredProxyAdvice } from "@honeyhive/contract";

interface WithOptions {
  readonly options?: { readonly proxyEnv?: NodeJS.ProcessEnv };
}

/**
 * The variables that name proxies, where Node was told to heed them (`NODE_USE_ENV_PROXY=1` or `--use-env-proxy`, which
 * Node 22.21 and 24.5 know). Its own agents do then; one that is made has to be given them.
 */
export function proxyEnvironment(): NodeJS.ProcessEnv | undefined {
  const { globalAgent } = process.getBuiltinModule("node:http");
  // Types do not have what each Node's agent has, and other runtimes' have not.
  return (globalAgent as WithOptions).options?.proxyEnv;
}

/**
 * The error that a request of Node's ended in. Where the server said nothing at all, it says too that a proxy that was
 * meant to be used was not.
 */
export function withProxyAdvice(error: Error, request: ClientRequest): Error {
  if (proxyEnvironment() !== undefined || request.socket?.bytesRead) return error;
  const server = { protocol: request.protocol, hostname: request.host };
  const advice = ignoredProxyAdvice(server, process.env);
  if (advice !== "") error.message = `${error.message || error.name}. ${advice}`;
  return error;
}
