import type { Health } from "@honeyhive/contract";

import type { Services } from "../services.js";
import { version } from "../version.js";

/** `GET /health`: whether the server answers at all. Says what it knows of its store, and is 200 in any case. */
export async function getHealth(services: Services): Promise<Response> {
  return Response.json((await healthOf(services)).answer);
}

/**
 * `GET /ready`: whether requests should be sent here. 503 while the store takes none, and while stopping. While a shard
 * is down the others go on, so that it is 200 and says which.
 */
export async function getReadiness(services: Services): Promise<Response> {
  const { answer, isReady } = await healthOf(services);
  return Response.json(answer, { status: isReady ? 200 : 503 });
}

async function healthOf({ store, lifecycle }: Services): Promise<{
  readonly answer: Health;
  readonly isReady: boolean;
}> {
  const { engine, ready, shardsDown } = await store.health();
  const isReady = ready && lifecycle.isPrepared && !lifecycle.isStopping;
  const down = shardsDown === undefined ? {} : { shards_down: shardsDown };
  const isOk = isReady && shardsDown === undefined;
  return {
    answer: { status: isOk ? "ok" : "degraded", version, store: { engine, ready, ...down } },
    isReady,
  };
}
