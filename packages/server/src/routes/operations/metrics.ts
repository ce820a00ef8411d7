import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { isOfThisMachine } from "../../auth/is-of-this-machine.js";
import { HttpError } from "../../lib/http-error.js";
import { openMetricsContentType } from "../../observe/open-metrics.js";
import type { Services } from "../../services.js";

/** `GET /metrics`: open to programs on this machine; others need the token that is configured for it. */
export async function getMetrics(incoming: IncomingMessage, services: Services): Promise<Response> {
  const { metricsToken } = services.options;
  if (metricsToken !== "" || !isOfThisMachine(incoming, services.options)) {
    const sent = /^Bearer\s+(\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1];
    if (metricsToken === "" || sent === undefined || !isSame(sent, metricsToken)) throw forbidden();
  }
  // Browsers save what they do not know, and show text.
  const isForReading = incoming.headers.accept?.includes("text/html") === true;
  const type = isForReading ? "text/plain; charset=utf-8" : openMetricsContentType;
  await services.store.health();
  return new Response(services.metrics.render(), { headers: { "content-type": type } });
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function forbidden(): HttpError {
  return new HttpError(
    401,
    "UNAUTHORIZED",
    "Expected `Authorization: Bearer <metrics token>`, got none or another one. " +
      "Start the server with HONEYHIVE_METRICS_TOKEN, and give the same token to the scraper.",
    { headers: { "www-authenticate": "Bearer" } },
  );
}
