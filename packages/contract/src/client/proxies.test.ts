import { expect, test } from "vitest";

import { heededProxies, ignoredProxyAdvice } from "./proxies.js";

const far = "https://api.honeyhive.example/base";
const proxy = "http://proxy:3128";
/** Of a Node that was told nothing. */
const agent = { options: { proxyEnv: undefined } };

test.each([
  ["its own variable", far, { HTTPS_PROXY: proxy }],
  ["in lower case", far, { https_proxy: proxy }],
  ["that of HTTP", "http://10.0.0.7:4747", { HTTP_PROXY: proxy }],
  ["with other exceptions", far, { HTTPS_PROXY: proxy, NO_PROXY: "localhost, other.example" }],
  ["with one that its name just ends with", far, { HTTPS_PROXY: proxy, NO_PROXY: "hive.example" }],
])("a proxy that Node is not told to heed: %s", (_, url, env) => {
  expect(ignoredProxyAdvice(new URL(url), env, agent)).toMatch(
    /^HTTPS?_PROXY is set, .* NODE_USE_ENV_PROXY=1/,
  );
});

test.each([
  ["no proxy", far, {}],
  ["an empty one", far, { HTTPS_PROXY: "" }],
  ["that of another protocol", far, { HTTP_PROXY: proxy }],
  ["a server on this machine", "http://127.0.0.1:4747", { HTTP_PROXY: proxy }],
  ["one by name", "https://localhost:4747", { HTTPS_PROXY: proxy }],
  ["a host that is excepted", far, { HTTPS_PROXY: proxy, NO_PROXY: "a.b api.honeyhive.example" }],
  ["its domain", far, { HTTPS_PROXY: proxy, no_proxy: ".honeyhive.example:443" }],
  ["its domain without a dot", far, { HTTPS_PROXY: proxy, NO_PROXY: "Honeyhive.Example" }],
  ["its domain with a star", far, { HTTPS_PROXY: proxy, NO_PROXY: "x,*.example" }],
  ["every host", far, { HTTPS_PROXY: proxy, NO_PROXY: "*" }],
])("nothing to say: %s", (_, url, env) => {
  expect(ignoredProxyAdvice(new URL(url), env, agent)).toBe("");
});

test("nothing to say where Node was told to heed them", () => {
  const env = { HTTPS_PROXY: proxy };
  const told = { options: { proxyEnv: env } };
  expect([heededProxies(told), heededProxies(agent), heededProxies({})]).toEqual([
    env,
    undefined,
    undefined,
  ]);
  expect(ignoredProxyAdvice(new URL(far), env, told)).toBe("");
});
