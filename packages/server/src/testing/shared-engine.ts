import type { Engine } from "../store/engine.js";

export type BeforeInsert = (table: string) => Promise<void>;

/** The engine as one of several servers has it. */
export function sharedEngine(
  engine: Engine,
  beforeInsert: BeforeInsert = () => Promise.resolve(),
): Engine {
  return {
    topology: engine.topology,
    isShared: true,
    query: (sql, params, options) => engine.query(sql, params, options),
    insert: async (table, lines, options) => {
      await beforeInsert(table);
      await engine.insert(table, lines, options);
    },
    command: (sql, params) => engine.command(sql, params),
    define: (sql, params) => engine.define(sql, params),
    health: () => engine.health(),
    close: () => engine.close(),
  };
}
