import { expect, test } from "vitest";

import { Counter, Gauge, Histogram, renderMetrics } from "./open-metrics.js";

test("renders each kind of metric as OpenMetrics says", () => {
  const requests = new Counter("requests", "Requests answered.");
  requests.add(2, { route: '/a"b\\c\n' });
  requests.add(1, { route: '/a"b\\c\n' });
  const queue = new Gauge("queue", "Waiting.", () => [[{}, 7]]);
  const seconds = new Histogram("seconds", "Time.", [0.1, 1]);
  for (const value of [0.1, 0.5, 30]) seconds.observe(value, { to: "x" });
  expect(renderMetrics([requests, queue, seconds])).toBe(
    [
      "# TYPE requests counter",
      "# HELP requests Requests answered.",
      'requests_total{route="/a\\"b\\\\c\\n"} 3',
      "# TYPE queue gauge",
      "# HELP queue Waiting.",
      "queue 7",
      "# TYPE seconds histogram",
      "# HELP seconds Time.",
      'seconds_bucket{to="x",le="0.1"} 1',
      'seconds_bucket{to="x",le="1.0"} 2',
      'seconds_bucket{to="x",le="+Inf"} 3',
      'seconds_sum{to="x"} 30.6',
      'seconds_count{to="x"} 3',
      "# EOF",
      "",
    ].join("\n"),
  );
});
