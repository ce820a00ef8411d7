import type { Health } from "@honeyhive/contract";

import type { Services } from "../services.js";
import { version } from "../version.js";

/** `GET /health`: whether the server answers at all. Says what it knows of its store, and is 200 in any case. */
export async function getHealth(services: Services): Promise<Response> {
  return Response.json(await healthOf(services));
}

/** `GET /ready`: whether requests should be sent here. 503 while the store takes none, and while stopping. */
export async function getReadiness(services: Services): Promise<Response> {
  const health = await healthOf(services);
  return Response.json(health, { status: health.status === "ok" ? 200 : 503 });
}

async function healthOf({ store, lifecycle }: Services): Promise<Health> {
  const { engine, ready } = await store.health();
  const isReady = ready && !lifecycle.isStopping;
  return { status: isReady ? "ok" : "degraded", version, store: { engine, ready } };
}
