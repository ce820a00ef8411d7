import { objectIn, objectsIn } from "./json-fields.js";
import type { SplitRequest } from "./split-json.js";

const kinds = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"];

/** How many data points each metric of a JSON `ExportMetricsServiceRequest` has. */
export function* countJsonDataPoints({ skeleton, recordsAt }: SplitRequest): Generator<number> {
  for (const resourceMetrics of objectsIn(skeleton, "resourceMetrics")) {
    for (const scopeMetrics of objectsIn(resourceMetrics, "scopeMetrics")) {
      for (const place of objectsIn(scopeMetrics, "metrics")) {
        for (const metric of recordsAt(place)) {
          for (const kind of kinds) yield objectsIn(objectIn(metric, kind), "dataPoints").length;
        }
      }
    }
  }
}
