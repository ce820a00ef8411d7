import type { MetricThreshold } from "@honeyhive/contract";

/** `0.5 or more, 0.9 or less`: what a value has to be to pass. */
export function describeThreshold(threshold: MetricThreshold): string {
  const { min, max, pass_when: wanted, passing_categories: categories } = threshold;
  return [
    ...(wanted === undefined ? [] : [String(wanted)]),
    ...(min === undefined ? [] : [`${min} or more`]),
    ...(max === undefined ? [] : [`${max} or less`]),
    ...(categories === undefined ? [] : [categories.join(" or ")]),
  ].join(", ");
}
