import type { Health } from "@honeyhive/contract";

import type { Services } from "../../services.js";
import { version } from "../../version.js";

/** `GET /health`: whether the server answers at all. Says what it knows of its store, and is 200 in any case. */
export async function getHealth(services: Services): Promise<Response> {
  return Response.json((await healthOf(services)).answer);
}

/**
 * `GET /ready`: whether requests should be sent here. 503 while the store takes none, and while stopping. While a shard
 * is down the others go on, and while the disk is full questions are answered: 200 then, and it is said.
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
  const full = store.isFull ? { full: true } : {};
  const isOk = isReady && shardsDown === undefined && !store.isFull;
  const status = isOk ? "ok" : "degraded";
  return {
    answer: { status, version, store: { engine, ready, ...down, ...full } },
    isReady,
  };
}
