import { startServer, type RunningServer, type ServerOptions } from "@honeyhive/server";
import { makeTemporaryDirectory, startClickHouse, type ClickHouse } from "@honeyhive/testing";

export interface Stores extends AsyncDisposable {
  readonly embedded: RunningServer;
  readonly listener: RunningServer;
  readonly cluster: RunningServer;
  readonly clickhouse: ClickHouse;
  readonly shards: ClickHouse;
}

/** The same server over each kind of store, with nothing in it. */
export async function openStores(options: ServerOptions = {}): Promise<Stores> {
  const directory = await makeTemporaryDirectory();
  const [clickhouse, shards] = await Promise.all([
    startClickHouse(),
    startClickHouse({ shards: 2 }),
  ]);
  const open = (name: string, store?: string): Promise<RunningServer> =>
    startServer({
      port: 0,
      dataDir: `${directory.path}/${name}`,
      ...(store === undefined ? {} : { store }),
      ...options,
    });
  const [embedded, listener, cluster] = await Promise.all([
    open("embedded"),
    open("listener", clickhouse.storeUrl("honeyhive")),
    open("cluster", shards.storeUrl("honeyhive")),
  ]);
  return {
    embedded,
    listener,
    cluster,
    clickhouse,
    shards,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([embedded, listener, cluster].map((server) => server.close()));
      await Promise.all([clickhouse, shards].map((each) => each[Symbol.asyncDispose]()));
      await directory[Symbol.asyncDispose]();
    },
  };
}
