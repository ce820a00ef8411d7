import type { StoreObserver } from "../store/store-observer.js";
import type { OwnTraces } from "./own-traces.js";
import type { ServerMetrics } from "./server-metrics.js";

/** Counts what the store does, and traces it. */
export function observeStore(metrics: ServerMetrics, traces: OwnTraces | undefined): StoreObserver {
  return {
    storeAnswered: (operation, seconds, hasFailed) => {
      metrics.storeAnswered(operation, seconds);
      traces?.child(`store ${operation}`, seconds, hasFailed);
    },
    storeFailed: (operation, code) => metrics.storeFailed(operation, code),
  };
}
