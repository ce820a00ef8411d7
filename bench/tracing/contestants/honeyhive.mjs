import { sessionId } from "../lib/payload.mjs";

export const label = "honeyhive";
/** `local` packages are packed from this repository. */
export const packages = {
  "@honeyhive/contract": "local:packages/contract",
  honeyhive: "local:packages/sdk",
  "@opentelemetry/api": "1.9.1",
};
export const imports = ["honeyhive"];

export async function setUp({ url, load }) {
  const { HoneyHiveTracer } = await load("honeyhive");
  const options = { apiKey: "key", serverUrl: url, sessionName: "bench" };
  const tracer = await HoneyHiveTracer.init(options);
  return {
    wrap: (fn) => tracer.traceFunction()(fn),
    inSession: (index, fn) => tracer.withSession({ sessionId: sessionId(index) }, fn),
    createInstance: () => new HoneyHiveTracer(options),
    flush: () => tracer.flush(),
    close: () => tracer.shutdown(),
  };
}
