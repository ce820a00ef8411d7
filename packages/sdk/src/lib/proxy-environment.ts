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
