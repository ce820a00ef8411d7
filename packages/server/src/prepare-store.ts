import { setTimeout as wait } from "node:timers/promises";

import type { Services } from "./services.js";
import { StoreError } from "./store/store-error.js";

const pauseMs = 1000;

interface PrepareOptions {
  readonly isCluster: boolean;
  readonly signal: AbortSignal;
}

/**
 * Registers the keys that the server was given, and takes up what an earlier one left undone. While a shard of a
 * cluster is down this goes on in the background: the server starts, and what needs that shard is 503 until then.
 */
export async function prepareStore(
  services: Services,
  keys: Readonly<Record<string, string>>,
  { isCluster, signal }: PrepareOptions,
): Promise<void> {
  const { projects, patches, lateDeletions, lifecycle, options } = services;
  const prepare = async (): Promise<void> => {
    await projects.register(keys);
    await patches.resume();
    await lateDeletions.resume();
    lifecycle.isPrepared = true;
  };
  const isPassing = (error: unknown): boolean =>
    isCluster && error instanceof StoreError && error.code === "STORE_UNAVAILABLE";
  try {
    return await prepare();
  } catch (error) {
    if (!isPassing(error)) throw error;
    const { shardsDown = [] } = await services.store.health();
    options.logger.warn(
      "A part of the store does not answer. The server takes requests when it does.",
      {
        shardsDown: shardsDown.join(", "),
        reason: error instanceof Error ? error.message : String(error),
      },
    );
  }
  void keepTrying();

  async function keepTrying(): Promise<void> {
    while (!lifecycle.isPrepared) {
      try {
        await wait(pauseMs, undefined, { signal, ref: false });
        await prepare();
        options.logger.warn("The store answers again.");
      } catch (error) {
        if (signal.aborted) return;
        if (!isPassing(error)) options.logger.error("The store could not be prepared.", { error });
      }
    }
  }
}
