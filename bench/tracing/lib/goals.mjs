/**
 * What this project wants of itself. Each goal names a figure of ours and its limit; `otel2` and `plain` are the figures
 * of raw OpenTelemetry 2.12 with OTLP/JSON and of the untraced function.
 */
const goals = [
  {
    title: "main-thread CPU per delivered span ≤ 0.55 × OTel JSON",
    ours: ["delivery", "mainUs"],
    limit: (of) => 0.55 * of("otel2")?.median,
  },
  {
    title: "all-threads CPU per delivered span ≤ 1.1 × OTel JSON",
    ours: ["delivery", "allUs"],
    limit: (of) => 1.1 * of("otel2")?.median,
  },
  {
    title: "wrapper with capture ≤ 0.9 × OTel",
    ours: ["hot", "callUs"],
    limit: (of) => 0.9 * of("otel2")?.median,
  },
  { title: "net import ≤ 25 ms", ours: ["import", "netMs"], limit: () => 25 },
  { title: "net cold start ≤ 30 ms", ours: ["cold", "netMs"], limit: () => 30 },
  { title: "live session ≤ 1 KB", ours: ["memory", "sessionKb"], limit: () => 1 },
  {
    title: "nothing lost at 20 ms of latency up to 32,000 spans/s",
    ours: ["lossless", "spansPerSecond"],
    limit: () => 32_000,
    isHigherBetter: true,
  },
  { title: "outage at 200 spans/s loses nothing", ours: ["outage", "lostPercent"], limit: () => 0 },
  {
    title: "loop delay p99 at 1,000 spans/s within the plain function's range",
    ours: ["loop-delay", "p99Ms"],
    limit: (of) => of("plain")?.max,
  },
  {
    title: "spans of concurrent sessions in the right one",
    ours: ["sessions", "rightPercent"],
    limit: () => 100,
    isHigherBetter: true,
  },
];

/** @returns the goals whose figures were measured, with what they came to */
export function judgeGoals(results) {
  return goals.flatMap(({ title, ours: [measurement, key], limit, isHigherBetter = false }) => {
    const of = (contestant) => results.summary(measurement, contestant, key);
    const value = of("honeyhive")?.median;
    const bound = limit(of);
    // Who is to be compared did not take part.
    if (value === undefined || !Number.isFinite(bound)) return [];
    return [{ title, value, bound, isMet: isHigherBetter ? value >= bound : value <= bound }];
  });
}
