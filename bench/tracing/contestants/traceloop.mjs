import { sessionId } from "../lib/payload.mjs";

export const label = "traceloop";
export const packages = {
  "@opentelemetry/api": "1.9.1",
  "@traceloop/node-server-sdk": "0.27.0",
};
export const imports = ["@traceloop/node-server-sdk"];

export async function setUp({ url, load }) {
  const traceloop = await load("@traceloop/node-server-sdk");
  traceloop.initialize({
    appName: "bench",
    apiKey: "key",
    baseUrl: url,
    instrumentModules: {},
    silenceInitializationMessage: true,
    traceloopSyncEnabled: false,
    logLevel: "error",
  });
  return {
    wrap: (fn) => (input) => traceloop.withTask({ name: fn.name }, fn, input),
    inSession: (index, fn) =>
      traceloop.withAssociationProperties({ session_id: sessionId(index) }, fn),
    flush: () => traceloop.forceFlush(),
    close: () => traceloop.forceFlush(),
  };
}
