import { createClient, type EventType } from "@honeyhive/contract";

import { makeRandom } from "../support/make-random.js";
import type { SeedServer } from "../web/seed.js";
import { seedRun } from "../web/seed.js";

const startMs = Date.UTC(2026, 2, 31, 22);
const sessionCount = 40;
const eventTypes: readonly [EventType, ...EventType[]] = ["model", "tool", "chain"];

export const runIds = [1, 2].map((run) => `0000000${run}-0000-4000-8000-000000000000`);
export const sessionIds = Array.from({ length: sessionCount }, (_, index) => idOf(1, index));
export const eventIds = sessionIds.flatMap((_, session) =>
  Array.from({ length: eventsOf(session) }, (_, index) => idOf(2, session * 100 + index)),
);

/** Sessions over three months, two runs, a dataset, changes and deletions: the same wherever it is told. */
export async function seedStore(server: SeedServer): Promise<void> {
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const random = makeRandom(5);
  for (const [session, sessionId] of sessionIds.entries()) {
    const start = startMs + session * 36 * 3_600_000;
    await call("createSession", {
      body: {
        session_id: sessionId,
        session_name: `session ${session % 5}`,
        source: random.pick(["production", "staging"]),
        start_time: start,
        end_time: start + 5000,
        metadata: { tier: session % 3, "dotted.key": `value ${session % 4}` },
        user_properties: { user_id: `user-${session % 7}` },
      },
    });
    await Promise.all(
      Array.from({ length: eventsOf(session) }, (_, index) =>
        call("createEvent", {
          body: {
            event_id: idOf(2, session * 100 + index),
            session_id: sessionId,
            event_type: eventTypes[index % 3] ?? "tool",
            event_name: `step ${index % 4}`,
            source: "production",
            start_time: start + index * 10,
            end_time: start + index * 10 + (index % 9),
            inputs: { question: `What is ${index} "quoted" 🐝?` },
            outputs: { answer: index },
            config: { model: index % 2 === 0 ? "large" : "small", provider: "acme" },
            metadata: { prompt_tokens: index, total_tokens: index * 2, cost: index / 8, index },
            metrics: index % 4 === 0 ? { score: index / 4, good: index % 8 === 0 } : {},
            ...(index % 11 === 10 ? { error: "It failed." } : {}),
          },
        }),
      ),
    );
  }
  await changeAndDelete(call);
  await seedRuns(server);
  await seedDataset(call);
}

type Call = ReturnType<typeof createClient>;

async function changeAndDelete(call: Call): Promise<void> {
  for (const [index, event_id] of eventIds.filter((_, place) => place % 13 === 0).entries()) {
    const body = { metadata: { changed: index }, feedback: { rating: index % 5 }, metrics: { later: index } };
    await call("updateEvent", { params: { event_id }, body });
  }
  await call("deleteSession", { params: { session_id: sessionIds[3] ?? "" } });
  await call("deleteEvent", { params: { event_id: eventIds[1] ?? "" } });
}

async function seedRuns(server: SeedServer): Promise<void> {
  for (const [run, runId] of runIds.entries()) {
    const cases = Array.from({ length: 12 }, (_, index) => ({
      datapointId: `EXT-${index + run}`,
      question: `Question ${index}?`,
      answer: `Answer ${index}.`,
      groundTruth: `Answer ${index % 5}.`,
      scores: { correct: index % (run + 2) === 0, length: index * 2 + run },
      outcome: "scored" as const,
    }));
    await seedRun(server, { runId, name: `nightly ${run}`, cases, startMs: startMs + run * 7200_000 });
  }
}

async function seedDataset(call: Call): Promise<void> {
  const { result } = await call("createDataset", { body: { name: "capitals" } });
  await call("addDatapoints", {
    params: { dataset_id: result.insertedId },
    body: {
      data: [{ question: "France?", answer: "Paris" }, { question: "Peru?", answer: "Lima" }],
      mapping: { inputs: ["question"], ground_truth: ["answer"], history: [] },
    },
  });
}

function eventsOf(session: number): number {
  return 3 + ((session * 7) % 17);
}

function idOf(kind: number, number: number): string {
  return `${String(kind).repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}
