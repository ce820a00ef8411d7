import { EntityCollection } from "./entities/entity-collection.js";
import type { EntityRepository } from "./entities/entity-repository.js";
import type { Clock } from "./lib/clock.js";
import { annotationQueueKind } from "./routes/entities/annotation-queues.js";
import { chartKind } from "./routes/entities/charts.js";
import { configurationKind } from "./routes/entities/configurations.js";
import { metricKind } from "./routes/entities/metrics.js";
import { toolKind } from "./routes/entities/tools.js";
import type { Services } from "./services.js";

type Collections = Pick<
  Services,
  "configurations" | "metricDefinitions" | "charts" | "queues" | "tools"
>;

/** What people define and keep. */
export function openCollections(
  entities: EntityRepository,
  clock: Clock,
  onMetricChange: () => void,
): Collections {
  return {
    configurations: new EntityCollection(entities, clock, configurationKind),
    metricDefinitions: new EntityCollection(entities, clock, metricKind, {
      onChange: onMetricChange,
    }),
    charts: new EntityCollection(entities, clock, chartKind),
    queues: new EntityCollection(entities, clock, annotationQueueKind),
    tools: new EntityCollection(entities, clock, toolKind),
  };
}
