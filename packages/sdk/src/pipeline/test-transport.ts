import type { Transport } from "./transport.js";

/** Takes everything and sends nothing. */
export function createTestTransport(): Transport {
  return {
    close: () => undefined,
    send: () =>
      Promise.resolve({
        status: 200,
        retryAfter: undefined,
        contentType: undefined,
        body: Buffer.alloc(0),
      }),
  };
}
