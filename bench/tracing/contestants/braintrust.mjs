import { sessionId } from "../lib/payload.mjs";

export const label = "braintrust";
export const packages = { braintrust: "3.35.0", zod: "4.6.7" };
export const imports = ["braintrust"];

export async function setUp({ url, load }) {
  const { initLogger, wrapTraced } = await load("braintrust");
  const logger = initLogger({
    projectName: "bench",
    apiKey: "key",
    appUrl: url,
    asyncFlush: true,
    noExitFlush: true,
  });
  return {
    wrap: (fn) => wrapTraced(fn, { name: fn.name }),
    // A session exists only on a span here: one more span for each.
    inSession: (index, fn) => {
      const metadata = { session: sessionId(index) };
      return logger.traced(fn, {
        name: "session",
        event: { metadata },
        propagatedEvent: { metadata },
      });
    },
    spansPerSession: 1,
    flush: () => logger.flush(),
    close: () => logger.flush(),
  };
}
