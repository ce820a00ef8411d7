import { summarise } from "./statistics.mjs";

/** What was measured: measurement → contestant → one object of metrics a round. */
export function createResults() {
  const rounds = {};
  return {
    add(measurement, contestant, metrics) {
      ((rounds[measurement] ??= {})[contestant] ??= []).push(metrics);
    },
    /** @returns median, min and max over the rounds; `undefined` when there is nothing */
    summary(measurement, contestant, key) {
      const measured = rounds[measurement]?.[contestant] ?? [];
      return summarise(measured.map((metrics) => metrics[key]));
    },
    toJSON: () => rounds,
  };
}
