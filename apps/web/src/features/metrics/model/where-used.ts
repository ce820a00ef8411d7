import type { Metric } from "@honeyhive/contract";

type UsedMetric = Pick<Metric, "id" | "name" | "type" | "enabled_in_prod" | "sampling_percentage">;

/** What asks for a metric by itself; undefined where nothing does until somebody runs it. */
export function whereUsed(
  { id, name, type, enabled_in_prod: isOn, sampling_percentage: share }: UsedMetric,
  all: readonly Pick<Metric, "name" | "child_metrics">[],
): string | undefined {
  const holders = all.filter(({ child_metrics: children }) =>
    children?.some((child) => child.id === id || child.name === name),
  );
  const uses = [
    ...(type === "HUMAN" ? ["asked in reviews"] : []),
    ...(isOn && type !== "HUMAN" ? [`run on ${share} % of what comes in`] : []),
    ...(holders.length > 0 ? [`part of ${holders.map((holder) => holder.name).join(", ")}`] : []),
  ];
  return uses.length === 0 ? undefined : uses.join("; ");
}
