import { expect, test } from "vitest";

import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { chartEvents } from "./chart-events.js";

const template = mapped({});

test("percentiles are of all events, also where they are many", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const count = 20_001;
  const rows = Array.from({ length: count }, (_, index) =>
    toEventRow({ ...template, event_id: `event-${index}`, duration: index }, 0),
  );
  await store.insertRows("events", rows);
  for (const [aggregation, share] of [
    ["median", 0.5],
    ["p95", 0.95],
    ["p99", 0.99],
  ] as const) {
    const question = { filters: [], metric: "duration", bucket: "month" } as const;
    const [point] = await store.select(
      chartEvents(template.project_id, { ...question, aggregation, only_experiments: false }),
    );
    expect(point).toMatchObject({ value: share * (count - 1), count });
  }
});
