import { makeRandom, type Random } from "@honeyhive/testing";
import { createClient, type EventType, type OperationInput } from "@honeyhive/contract";

import type { SeedServer } from "../web/seed.js";
import { seedRun } from "../web/seed.js";

const startMs = Date.UTC(2026, 2, 31, 22);
const sessionCount = 16;
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
  const sessions = sessionIds.map((sessionId, session) => toSession(sessionId, session, random));
  await Promise.all(sessions.map((body) => call("createSession", { body })));
  const response = await fetch(`${server.url}/v1/events/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      events: [...sessionIds.flatMap(toEvents), ...failedAtOnce(), ...recordedTwice()],
    }),
  });
  if (!response.ok) throw new Error(`Expected events to be taken, got: ${await response.text()}`);
  await Promise.all([changeEvents(call), seedRuns(server), seedDataset(call)]);
  await call("deleteSession", { params: { session_id: sessionIds[3] ?? "" } });
  await call("deleteEvent", { params: { event_id: eventIds[1] ?? "" } });
}

function toSession(sessionId: string, session: number, random: Random): SessionInput {
  const start = startOf(session);
  return {
    session_id: sessionId,
    session_name: `session ${session % 5}`,
    source: random.pick(["production", "staging"]),
    start_time: start,
    end_time: start + 5000,
    metadata: { tier: session % 3, "dotted.key": `value ${session % 4}` },
    user_properties: { user_id: `user-${session % 7}` },
  };
}

function toEvents(sessionId: string, session: number): object[] {
  const start = startOf(session);
  return Array.from({ length: eventsOf(session) }, (_, index) => ({
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
  }));
}

/** A session that nobody started, and whose last error is not the last that is told. */
function failedAtOnce(): object[] {
  const session_id = idOf(1, sessionCount);
  return ["last", "earlier"].map((error, index) => ({
    event_id: idOf(3, index),
    session_id,
    event_type: "tool",
    event_name: error,
    start_time: startMs,
    end_time: startMs + 20 - index * 10,
    inputs: {},
    error,
  }));
}

/** In each of some sessions a call that two layers record, and one below it that is another. */
function recordedTwice(): object[] {
  return sessionIds.slice(8, 12).flatMap((session_id, session) =>
    [8, 8, 9].map((prompt_tokens, index) => ({
      event_id: idOf(4, session * 10 + index),
      ...(index === 0 ? {} : { parent_id: idOf(4, session * 10 + index - 1) }),
      session_id,
      event_type: "model",
      event_name: "recorded twice",
      start_time: startOf(8 + session) + 100 + index,
      end_time: startOf(8 + session) + 110 - index,
      inputs: {},
      metadata: {
        prompt_tokens,
        completion_tokens: 1,
        total_tokens: prompt_tokens + 1,
        cost: 0.25,
      },
    })),
  );
}

function startOf(session: number): number {
  return startMs + session * 4 * 86_400_000;
}

type SessionInput = OperationInput<"createSession">["body"];
type Call = ReturnType<typeof createClient>;

async function changeEvents(call: Call): Promise<void> {
  const changed = eventIds.filter((_, place) => place % 13 === 0);
  await Promise.all(
    changed.map((event_id, index) => {
      const body = { metadata: { changed: index }, feedback: { rating: index % 5 } };
      return call("updateEvent", { params: { event_id }, body });
    }),
  );
}

async function seedRuns(server: SeedServer): Promise<void> {
  // One after the other, because lists are in the order of creation.
  for (const [run, runId] of runIds.entries()) {
    const cases = Array.from({ length: 12 }, (_, index) => ({
      datapointId: `EXT-${index + run}`,
      question: `Question ${index}?`,
      answer: `Answer ${index}.`,
      groundTruth: `Answer ${index % 5}.`,
      scores: { correct: index % (run + 2) === 0, length: index * 2 + run },
      outcome: "passed" as const,
    }));
    await seedRun(server, {
      runId,
      name: `nightly ${run}`,
      cases,
      startMs: startMs + run * 7200_000,
    });
  }
}

async function seedDataset(call: Call): Promise<void> {
  const { result } = await call("createDataset", { body: { name: "capitals" } });
  await call("addDatapoints", {
    params: { dataset_id: result.insertedId },
    body: {
      data: [
        { question: "France?", answer: "Paris" },
        { question: "Peru?", answer: "Lima" },
      ],
      mapping: { inputs: ["question"], ground_truth: ["answer"], history: [] },
    },
  });
}

function eventsOf(session: number): number {
  return 3 + ((session * 7) % 13);
}

function idOf(kind: number, number: number): string {
  return `${String(kind).repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}
