/** One package of the house. */
export interface Room {
  readonly name: string;
  readonly folder: string;
  /** Packages it may import. */
  readonly imports: readonly string[];
  /** Packages it may import only by `import()` or for their types, because they are slow to load or optional. */
  readonly lazyImports: readonly string[];
  /** Inner layers by folder or file, each with the layers below it. Files in no layer belong to whoever imports them. */
  readonly layers: Readonly<Record<string, readonly string[]>>;
  /** Folders whose children never import each other. */
  readonly separate: readonly string[];
}

/** Who may import whom: the table of the architecture, in the order in which the arrows point. */
export const house: readonly Room[] = [
  room("@honeyhive/contract", "packages/contract/src"),
  room("honeyhive", "packages/sdk/src", {
    imports: ["@honeyhive/contract"],
    layers: {
      integrations: ["otel", "tracer.ts", "pipeline", "encode"],
      evals: ["otel", "tracer.ts", "pipeline", "encode"],
      "tracer.ts": ["otel", "pipeline", "encode"],
      otel: ["tracer.ts", "pipeline", "encode"],
      pipeline: ["encode"],
      encode: [],
    },
  }),
  room("@honeyhive/server", "packages/server/src", {
    imports: ["@honeyhive/contract"],
    layers: {
      routes: ["ingest", "queries", "store", "lib"],
      ingest: ["queries", "store", "lib"],
      queries: ["store", "lib"],
      store: ["lib"],
      lib: [],
    },
    separate: ["store"],
  }),
  room("@honeyhive/cli", "packages/cli/src", {
    imports: ["@honeyhive/contract"],
    lazyImports: ["honeyhive", "@honeyhive/server"],
  }),
  room("@honeyhive/web", "apps/web/src", {
    imports: ["@honeyhive/contract"],
    layers: {
      routes: ["features", "components", "lib"],
      features: ["components", "lib"],
      components: ["lib"],
      lib: [],
    },
    separate: ["features"],
  }),
  room("@honeyhive/testing", "testing/src", { imports: ["@honeyhive/contract"] }),
  room("@honeyhive/examples", "examples/src", {
    imports: ["honeyhive", "@honeyhive/server", "@honeyhive/testing"],
  }),
  room("@honeyhive/e2e", "e2e", {
    imports: ["@honeyhive/contract", "honeyhive", "@honeyhive/server", "@honeyhive/testing"],
  }),
  room("@honeyhive/bench", "bench", {
    imports: ["@honeyhive/contract", "honeyhive", "@honeyhive/server", "@honeyhive/testing"],
  }),
];

function room(
  name: string,
  folder: string,
  rules: Partial<Omit<Room, "name" | "folder">> = {},
): Room {
  return { name, folder, imports: [], lazyImports: [], layers: {}, separate: [], ...rules };
}
