import type { Event } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { findRunEvents } from "./find-run-events.js";

const hourMs = 3_600_000;
const template = mapped({});

function eventOf(event_id: string, changes: Partial<Event> = {}): Event {
  return { ...template, event_id, metadata: { run_id: "run" }, metrics: {}, ...changes };
}

test("a run's result is made of events that have a say as they are now, wherever they were", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const scored = { metrics: { quality: 1 } };
  const later = { start_time: template.start_time + hourMs };
  const versions: readonly (readonly [Event, number])[] = [
    [eventOf("scored", scored), 0],
    [eventOf("silent"), 0],
    [eventOf("scored later"), 0],
    [eventOf("scored later", scored), 1],
    [eventOf("scored in another hour"), 0],
    [eventOf("scored in another hour", { ...later, ...scored }), 1],
    [eventOf("scored no more", scored), 0],
    [eventOf("scored no more"), 1],
    [eventOf("scored no more in another hour", scored), 0],
    [eventOf("scored no more in another hour", later), 1],
    [eventOf("of another run now", scored), 0],
    [eventOf("of another run now", { ...scored, metadata: { run_id: "other" } }), 1],
    [eventOf("of this run now", { ...scored, metadata: { run_id: "other" } }), 0],
    [eventOf("of this run now", scored), 1],
  ];
  for (const [event, version] of versions) {
    await store.insertRows("events", [toEventRow(event, version)]);
  }
  for (const detail of ["scores", "everything"] as const) {
    const found = await store.select(findRunEvents(template.project_id, ["run"], detail));
    const ids = found.map(({ event }) => event.event_id).toSorted();
    expect({ detail, ids }).toEqual({
      detail,
      ids: ["of this run now", "scored", "scored in another hour", "scored later"],
    });
  }
});
