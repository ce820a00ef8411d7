import { sendSpans, type SeedSpan } from "../web/otlp.js";
import type { SeedServer } from "../web/seed.js";

const patienceMs = 90_000;
const pauseMs = 50;

/** Sends the same spans, to one server after the other, until one says that they are stored. */
export async function sendUntilTaken(
  servers: readonly SeedServer[],
  spans: readonly SeedSpan[],
  onRefusal: () => void = () => {},
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    const server = servers[attempt % servers.length];
    if (server === undefined) throw new TypeError("Expected at least one server.");
    try {
      await sendSpans(server, spans);
      return;
    } catch (error) {
      onRefusal();
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
