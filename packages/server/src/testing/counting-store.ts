import type { Engine } from "../store/engine.js";
import { Store } from "../store/store.js";
import type { StoreOperation } from "../store/store-observer.js";

/** A store of its own over the engine, and how often it was asked for what. */
export function countingStore(engine: Engine): {
  store: Store;
  asked: Record<StoreOperation, number>;
} {
  const asked = { select: 0, insert: 0, command: 0 };
  const store = new Store(engine, {
    storeAnswered: (operation) => void (asked[operation] += 1),
    storeFailed: () => {},
  });
  return { store, asked };
}
