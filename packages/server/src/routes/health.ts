import type { Health } from "@honeyhive/contract";

import type { Services } from "../services.js";
import { version } from "../version.js";

/** `GET /health`: whether the server answers at all. Says what it knows of its store, and is 200 in any case. */
export function getHealth(services: Services): Response {
  return Response.json(healthOf(services));
}

/** `GET /ready`: whether requests should be sent here. 503 while the store takes none, and while stopping. */
export function getReadiness(services: Services): Response {
  const health = healthOf(services);
  return Response.json(health, { status: health.status === "ok" ? 200 : 503 });
}

function healthOf({ store, lifecycle }: Services): Health {
  const { engine, ready } = store.health();
  const isReady = ready && !lifecycle.isStopping;
  return { status: isReady ? "ok" : "degraded", version, store: { engine, ready } };
}
