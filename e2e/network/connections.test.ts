import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate, HoneyHiveTracer, type FlushResult, type TracerOptions } from "honeyhive";
import { Agent, EnvHttpProxyAgent, fetch, ProxyAgent, type Dispatcher } from "undici";
import { expect, test } from "vitest";

import { runNode, type NodeResult } from "../support/run-node.js";
import { startConnectProxy } from "./start-connect-proxy.js";
import { startTlsServer, type TlsServer } from "./start-tls-server.js";

test("a server with a certificate of an authority of your own, through undici's Agent", async () => {
  await using server = await startTlsServer();
  const dispatcher = new Agent({ connect: { ca: server.authority } });
  await expectDelivery(server, dispatcher);
});

test("through a proxy, by undici's ProxyAgent", async () => {
  await using server = await startTlsServer();
  await using proxy = await startConnectProxy();
  const requestTls = { ca: server.authority };
  await expectDelivery(server, new ProxyAgent({ uri: proxy.url, requestTls }));
  expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(server.url).host]));
});

test("an evaluation, its run included, through a proxy", async () => {
  await using server = await startTlsServer();
  await using proxy = await startConnectProxy();
  const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: server.authority } });
  const { outcomes, delivery, serverError } = await evaluate({
    apiKey: "key",
    serverUrl: server.url,
    journal: false,
    tracing: { fetch: (url, init) => fetch(url, { ...init, dispatcher }) },
    dataset: [{ inputs: { n: 1 } }],
    function: ({ inputs }) => inputs.n,
  });
  await dispatcher.close();
  expect({ passed: outcomes.passed, complete: delivery.isComplete, serverError }).toEqual({
    passed: 1,
    complete: true,
    serverError: undefined,
  });
  const requests = server.collector.requests.map(({ method, path }) => `${method} ${path}`);
  expect(requests[0]).toBe("POST /v1/runs");
  expect(requests.at(-1)).toMatch(/^PUT \/v1\/runs\//);
  expect(server.collector.spans).toHaveLength(1);
});

test("through the proxy that the environment names, but not to what it excepts", async () => {
  await using server = await startTlsServer();
  await using proxy = await startConnectProxy();
  const tls = { requestTls: { ca: server.authority }, connect: { ca: server.authority } };
  const httpsProxy = proxy.url;
  await expectDelivery(server, new EnvHttpProxyAgent({ httpsProxy, noProxy: "localhost", ...tls }));
  expect(proxy.tunnels).toEqual([]);
  await expectDelivery(server, new EnvHttpProxyAgent({ httpsProxy, noProxy: "", ...tls }));
  expect(proxy.tunnels).not.toEqual([]);
});

const isHeedful = process.allowedNodeEnvironmentFlags.has("--use-env-proxy");

test.runIf(isHeedful).each(["flush", "exit"])(
  "through the proxy that Node is told to take from the environment: %s",
  async (ending) => {
    await using server = await startTlsServer();
    await using proxy = await startConnectProxy();
    await using directory = await makeTemporaryDirectory();
    const path = join(directory.path, "authority.pem");
    await writeFile(path, server.authority);
    const environment = {
      HH_API_KEY: "key",
      HH_API_URL: server.url,
      NODE_EXTRA_CA_CERTS: path,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: "",
    };
    const program = fileURLToPath(new URL("fixtures/trace-once.mjs", import.meta.url));
    const cwd = fileURLToPath(new URL("..", import.meta.url));
    const run = { program, cwd, args: [ending] };
    await runNode({ ...run, environment });
    expect([server.collector.spans.length, proxy.tunnels]).toEqual([1, []]);
    await runNode({ ...run, environment: { ...environment, NODE_USE_ENV_PROXY: "1" } });
    expect(server.collector.spans).toHaveLength(2);
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(server.url).host]));
  },
);

test.runIf(isHeedful)("through it with all that an evaluation sends and asks", async () => {
  await using server = await startTlsServer();
  await using proxy = await startConnectProxy();
  const { stdout, stderr } = await runNode({
    program: fileURLToPath(new URL("fixtures/evaluate-once.mjs", import.meta.url)),
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    environment: {
      HH_API_KEY: "key",
      // Its certificate is another host's.
      HH_API_URL: `https://honeyhive.invalid:${new URL(server.url).port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      HTTPS_PROXY: proxy.url,
      NO_PROXY: "",
      NODE_USE_ENV_PROXY: "1",
    },
  });
  expect(stderr).not.toContain("could not be reached");
  expect(JSON.parse(stdout)).toMatchObject({ status: "completed" });
  const paths = server.collector.requests.map(({ path }) => path);
  expect(paths).toContain("/v1/runs");
});

test.each([
  ["a tracer", "fixtures/trace-once.mjs", []],
  ["an evaluation", "fixtures/evaluate-once.mjs", []],
  ["the command line", "../../packages/cli/bin/honeyhive.js", ["runs", "list"]],
])("a proxy that Node does not heed is named by %s", async (_, program, args) => {
  await using proxy = await startConnectProxy();
  const run = (environment: Record<string, string>): Promise<NodeResult> =>
    runNode({
      program: fileURLToPath(new URL(program, import.meta.url)),
      args,
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      environment: { HH_API_KEY: "key", HH_API_URL: "https://honeyhive.invalid", ...environment },
    });
  const named = await run({ HTTPS_PROXY: proxy.url, NO_PROXY: "" });
  expect(named.stderr).toContain("HTTPS_PROXY is set, but Node sends through it only with");
  const excepted = await run({ HTTPS_PROXY: proxy.url, NO_PROXY: ".invalid" });
  expect(excepted.stderr).toContain("ENOTFOUND");
  expect(excepted.stderr).not.toContain("HTTPS_PROXY");
});

test("nothing goes to a server whose certificate nobody vouches for, and the reason is said", async () => {
  await using server = await startTlsServer();
  const { flushed, lastError } = await traceOnce(server, { http: { maxRetries: 1 } });
  expect(flushed).toMatchObject({ exported: 0, isComplete: false });
  expect(lastError).toMatch(/certificate/);
  expect(server.collector.requests).toEqual([]);
});

test("NODE_EXTRA_CA_CERTS is enough without a fetch of your own", async () => {
  await using server = await startTlsServer();
  await using directory = await makeTemporaryDirectory();
  const path = join(directory.path, "authority.pem");
  await writeFile(path, server.authority);
  const run = async (environment: Record<string, string>): Promise<unknown> => {
    const { stdout, stderr } = await runNode({
      program: fileURLToPath(new URL("fixtures/trace-once.mjs", import.meta.url)),
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      environment: { HH_API_KEY: "key", HH_API_URL: server.url, ...environment },
    });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  expect(await run({})).toMatchObject({
    exported: 0,
    lastError: expect.stringMatching("certificate"),
  });
  expect(server.collector.requests).toEqual([]);
  expect(await run({ NODE_EXTRA_CA_CERTS: path })).toMatchObject({ exported: 1, isComplete: true });
  expect(server.collector.spans).toHaveLength(1);
});

async function expectDelivery(server: TlsServer, dispatcher: Dispatcher): Promise<void> {
  const before = server.collector.spans.length;
  const { flushed } = await traceOnce(server, {
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
  });
  await dispatcher.close();
  expect(flushed).toMatchObject({ exported: 1, isComplete: true });
  expect(server.collector.spans).toHaveLength(before + 1);
  const paths = server.collector.requests.map(({ path }) => path);
  expect(paths).toContain("/session/start");
}

interface Outcome {
  readonly flushed: FlushResult;
  readonly lastError: string | undefined;
}

async function traceOnce({ url }: TlsServer, options: TracerOptions): Promise<Outcome> {
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: url, ...options });
  tracer.trace(() => 1);
  const flushed = await tracer.shutdown(10_000);
  return { flushed, lastError: tracer.diagnostics().lastError };
}
