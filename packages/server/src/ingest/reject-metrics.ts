import type { LoopTurns } from "../lib/loop-turns.js";
import type { Rejections } from "./rejections.js";

const notKept =
  "Expected spans, or logs that are events of conversations: metrics are not kept. " +
  "Send them elsewhere, or set OTEL_METRICS_EXPORTER=none.";

/** There is no place for OpenTelemetry's metrics: whoever sends some is told how many were not kept. */
export async function rejectMetrics(
  turns: LoopTurns,
  dataPointCounts: Iterable<number>,
): Promise<Rejections> {
  let count = 0;
  await turns.visit(dataPointCounts, (dataPoints) => {
    count += dataPoints;
  });
  return { count, firstReason: count === 0 ? "" : notKept };
}
