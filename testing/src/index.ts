export { listen, type Listening } from "./listen.js";
export {
  startCollector,
  type Behaviour,
  type CollectedRequest,
  type Collector,
} from "./collector.js";
export { startModelServer, type ModelServer, type ModelServerOptions } from "./model-server.js";
export type { CollectedEvent, CollectedLink, CollectedSpan } from "./otlp/collected-span.js";
export { waitFor, type Expectation } from "./wait-for.js";
export { renderSpanTree, type SpanTreeOptions, type TreeSpan } from "./span-tree.js";
export { makeTemporaryDirectory, type TemporaryDirectory } from "./temporary-directory.js";
export { startClickHouse, type ClickHouse } from "./clickhouse/start-clickhouse.js";
export { makeRandom, type Random } from "./random.js";
