import type { MetricComparison } from "@honeyhive/contract";

const order: readonly MetricComparison["verdict"][] = ["worse", "better", "cannot-tell", "same"];

/** What changed before what did not, and what became worse before all: the first are what people see of many. */
export function worstFirst(metrics: readonly MetricComparison[]): readonly MetricComparison[] {
  return metrics.toSorted(
    (left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict),
  );
}
