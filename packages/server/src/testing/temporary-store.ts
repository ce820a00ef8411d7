import { ChdbEngine } from "../store/chdb/chdb-engine.js";
import { Store } from "../store/store.js";
import { copyEmptyStore } from "./copy-empty-store.js";
import { temporaryDirectory } from "./temporary-directory.js";

export interface TemporaryStore extends AsyncDisposable {
  readonly engine: ChdbEngine;
  readonly store: Store;
}

/** A store with empty tables. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const directory = await temporaryDirectory();
  await copyEmptyStore(directory.path);
  const engine = await ChdbEngine.start({ dataDir: directory.path });
  return {
    engine,
    store: new Store(engine),
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}
