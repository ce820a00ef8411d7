import type { ClientRequest } from "node:http";

import { heededProxies, ignoredProxyAdvice } from "@honeyhive/contract";

/** The variables that name proxies, where Node was told to heed them. An agent that is made has to be given them. */
export function proxyEnvironment(): NodeJS.ProcessEnv | undefined {
  return heededProxies(process.getBuiltinModule("node:http").globalAgent);
}

/**
 * The error that a request of Node's ended in. Where the server said nothing at all, it says too that a proxy that was
 * meant to be used was not.
 */
export function withProxyAdvice(error: Error, request: ClientRequest): Error {
  if (request.socket?.bytesRead) return error;
  const server = { protocol: request.protocol, hostname: request.host };
  const { globalAgent } = process.getBuiltinModule("node:http");
  const advice = ignoredProxyAdvice(server, process.env, globalAgent);
  if (advice !== "") error.message = `${error.message || error.name}. ${advice}`;
  return error;
}
