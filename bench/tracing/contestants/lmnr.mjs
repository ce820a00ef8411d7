import { sessionId } from "../lib/payload.mjs";

export const label = "laminar";
export const packages = { "@lmnr-ai/lmnr": "0.8.46", "@opentelemetry/api": "1.9.1" };
export const imports = ["@lmnr-ai/lmnr"];

export async function setUp({ url, load }) {
  const { Laminar, observe } = await load("@lmnr-ai/lmnr");
  const { hostname, port, protocol } = new URL(url);
  Laminar.initialize({
    projectApiKey: "key",
    baseUrl: `${protocol}//${hostname}`,
    httpPort: Number(port),
    forceHttp: true,
    instrumentModules: {},
    logLevel: "error",
  });
  return {
    wrap: (fn) => (input) => observe({ name: fn.name }, fn, input),
    // A session exists only on a span here: one more span for each.
    inSession: (index, fn) => observe({ name: "session", sessionId: sessionId(index) }, fn),
    spansPerSession: 1,
    flush: () => Laminar.flush(),
    close: () => Laminar.shutdown(),
  };
}
