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
    layers: downwards(
      ["edge", "vitest"],
      ["integrations", "evals"],
      ["tracer", "client"],
      ["lifecycle"],
      ["config"],
      ["model-clients"],
      ["foreign", "propagation", "detect", "operations"],
      ["enrich"],
      ["wrap"],
      ["otel"],
      ["scope"],
      ["globals"],
      ["core"],
      ["session"],
      ["pipeline", "redact"],
      ["encode"],
      ["lib"],
    ),
  }),
  room("@honeyhive/server", "packages/server/src", {
    imports: ["@honeyhive/contract"],
    layers: downwards(
      ["grpc"],
      ["routes"],
      ["ingest"],
      ["sessions"],
      ["config", "maintenance", "online", "queues"],
      ["events", "runs"],
      ["auth", "datasets", "idempotency", "queries"],
      ["entities", "observe"],
      ["evaluators", "mapping", "store"],
      ["models"],
      ["compression", "cost"],
      ["lib"],
    ),
    separate: ["store"],
  }),
  room("@honeyhive/cli", "packages/cli/src", {
    imports: ["@honeyhive/contract"],
    lazyImports: ["honeyhive", "@honeyhive/server"],
  }),
  room("@honeyhive/web", "apps/web/src", {
    imports: ["@honeyhive/contract"],
    layers: downwards(["routes"], ["features"], ["components"], ["lib"]),
    separate: ["features"],
  }),
  room("@honeyhive/testing", "testing/src", { imports: ["@honeyhive/contract"] }),
  room("@honeyhive/examples", "examples/src", {
    imports: ["honeyhive", "@honeyhive/server", "@honeyhive/cli", "@honeyhive/testing"],
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

/** Each layer may import those further down; layers that are named side by side know nothing of each other. */
function downwards(...levels: readonly (readonly string[])[]): Room["layers"] {
  return Object.fromEntries(
    levels.flatMap((level, index) =>
      level.map((name) => [name, levels.slice(index + 1).flat()] as const),
    ),
  );
}
