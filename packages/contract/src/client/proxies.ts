type Environment = Readonly<Record<string, string | undefined>>;

/** As a `URL` has them. */
interface Server {
  readonly protocol: string;
  readonly hostname: string;
}

/**
 * The variables that name proxies, where Node was told to heed them (`NODE_USE_ENV_PROXY=1` or `--use-env-proxy`, which
 * Node 22.21 and 24.5 know). The global agent of `node:http` has them then; one that is made has to be given them.
 */
export function heededProxies(globalAgent: object): Environment | undefined {
  // Types do not have what each Node's agent has, and other runtimes' have not.
  return (globalAgent as { readonly options?: { readonly proxyEnv?: Environment } }).options
    ?.proxyEnv;
}

/**
 * A sentence for those who cannot reach a server while the environment names a proxy for it, which Node does not heed
 * unless it is told to; nothing, where none is named or it is not for this server.
 */
export function ignoredProxyAdvice(
  { protocol, hostname }: Server,
  env: Environment,
  globalAgent: object,
): string {
  if (heededProxies(globalAgent) !== undefined) return "";
  const name = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const isNamed = Boolean(env[name] || env[name.toLowerCase()]);
  if (!isNamed || isExcepted(hostname, env["NO_PROXY"] || env["no_proxy"] || "")) return "";
  return `${name} is set, but Node sends through it only with NODE_USE_ENV_PROXY=1, from 22.21 and 24.5 on.`;
}

function isExcepted(hostname: string, exceptions: string): boolean {
  if (/^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(hostname)) return true;
  return exceptions.split(/[\s,]+/).some((entry) => {
    const name = entry.toLowerCase().replace(/:\d+$/, "");
    const suffix = name.replace(/^\*?\.?/, ".");
    return name === "*" || name === hostname || (name !== "" && hostname.endsWith(suffix));
  });
}
