import type { Event } from "@honeyhive/contract";
import { makeRandom, type Random } from "@honeyhive/testing";
import { expect, test } from "vitest";

import type { RunEvent } from "../queries/find-run-events.js";
import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { loadRunEvents } from "./load-run-events.js";
import { MixedSessions } from "./mixed-sessions.js";

const template = mapped({});
const projectId = template.project_id;
const runIds = ["run", "other"];

/** A session or an event in it, of a run or of none: often a version of one that was there. */
function randomRow(random: Random): object {
  const session_id = `session-${random.below(6)}`;
  const run_id = random.pick(["run", "run", "other", undefined]);
  const isSession = random.chance(0.4);
  const event: Event = {
    ...template,
    session_id,
    event_id: isSession ? session_id : `${session_id}-${random.below(3)}`,
    event_type: isSession ? "session" : "model",
    metadata: run_id === undefined ? {} : { run_id },
    metrics: { quality: 1 },
  };
  const is_deleted = Number(random.chance(0.1));
  return { ...toEventRow(event, random.below(4)), is_deleted };
}

async function change({ engine, store }: TemporaryStore, random: Random): Promise<void> {
  if (random.chance(0.15)) return engine.command("OPTIMIZE TABLE events FINAL");
  if (random.chance(0.15)) {
    const session = `session-${random.below(6)}`;
    for (const table of ["events", "sessions"]) {
      await engine.command(
        `ALTER TABLE ${table} DELETE WHERE session_id = '${session}' SETTINGS mutations_sync = 1`,
      );
    }
    return;
  }
  const rows = Array.from({ length: 1 + random.below(3) }, () => randomRow(random));
  return store.insertRows("events", rows);
}

test.each([1, 2])(
  "what is remembered of sessions leaves no event of a run out, whatever was written, merged or deleted: %i",
  async (seed) => {
    await using fixture = await temporaryStore();
    const { store } = fixture;
    const random = makeRandom(seed);
    const remembering = new MixedSessions();
    const listed = { run_id: "run", session_ids: ["session-1"], event_ids: ["session-2"] };
    for (let step = 0; step < 30; step++) {
      await change(fixture, random);
      const read = async (mixedSessions: MixedSessions): Promise<string[]> => {
        const events = await loadRunEvents({ store, mixedSessions }, projectId, {
          runIds,
          // Nothing else of it is read.
          runs: Promise.resolve([listed] as never),
          detail: "scores",
        });
        // Events of sessions that name no run any more may be among them, and are of none.
        return events
          .filter(({ event, runId }) => runIds.includes(runId) || isOwned(event, events))
          .map(({ event, runId }) => `${event.event_id} ${runId}`)
          .toSorted();
      };
      const [ids, plain] = [await read(remembering), await read(new MixedSessions())];
      expect({ step, ids }).toEqual({ step, ids: plain });
    }
  },
);

/** Whether its session names one of the runs, or is listed. */
function isOwned({ session_id }: Event, events: readonly RunEvent[]): boolean {
  return (
    ["session-1", "session-2"].includes(session_id) ||
    events.some(({ event, runId }) => event.event_id === session_id && runIds.includes(runId))
  );
}
