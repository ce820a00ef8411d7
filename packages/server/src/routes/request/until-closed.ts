import type { HttpBindings } from "@hono/node-server";

/** Aborts when the client goes away before it was answered. */
export function untilClosed({ outgoing }: Pick<HttpBindings, "outgoing">): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}
