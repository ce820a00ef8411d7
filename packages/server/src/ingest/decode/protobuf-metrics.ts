import { messagesIn, toMalformed } from "./protobuf-fields.js";

/** Numbers of the fields that hold data points: gauge, sum, histogram, exponential histogram, summary. */
const kinds = [5, 7, 9, 10, 11];

/** How many data points each metric of a binary `ExportMetricsServiceRequest` has. */
export function* countProtobufDataPoints(body: Uint8Array): Generator<number> {
  try {
    for (const resourceMetrics of messagesIn(body, 1)) {
      for (const scopeMetrics of messagesIn(resourceMetrics, 2)) {
        for (const metric of messagesIn(scopeMetrics, 2)) {
          for (const kind of kinds) {
            for (const series of messagesIn(metric, kind)) yield [...messagesIn(series, 1)].length;
          }
        }
      }
    }
  } catch (error) {
    throw toMalformed(error);
  }
}
