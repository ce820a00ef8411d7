import { afterAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const startMs = 1_780_000_000_000;

async function addSpan(project: ProjectClient, fields: Record<string, unknown>): Promise<string> {
  const body = { event_type: "chain" as const, inputs: {}, ...fields };
  return (await project.call("createEvent", { body })).event_id;
}

async function newSession(project: ProjectClient, fields: object = {}): Promise<string> {
  const body = { session_name: "s", start_time: startMs, ...fields };
  return (await project.call("createSession", { body })).session_id;
}

test("says of sessions what went into their first root span and came out of the last, and nothing of those without", async () => {
  const project = server.newProject();
  const session_id = await newSession(project);
  const empty = await newSession(project);
  const unasked = await newSession(project);
  await addSpan(project, { session_id: unasked, event_name: "other", inputs: { a: 1 } });
  const first = await addSpan(project, {
    session_id,
    event_name: "first turn",
    inputs: { question: "Who?" },
    outputs: { answer: "Ada" },
    start_time: startMs + 10,
    duration: 5,
  });
  await addSpan(project, {
    session_id,
    parent_id: first,
    event_name: "inside",
    outputs: { hidden: true },
    start_time: startMs + 40,
    duration: 500,
  });
  await addSpan(project, {
    session_id,
    event_name: "second turn",
    inputs: { question: "When?" },
    outputs: { answer: "1843" },
    start_time: startMs + 20,
    duration: 5,
  });
  const body = { session_ids: [session_id, empty] };
  expect((await project.call("findRootSpans", { body })).root_spans).toEqual([
    {
      session_id,
      event_name: "first turn",
      inputs: { question: "Who?" },
      outputs: { answer: "1843" },
    },
  ]);
});

test("cuts what is long, and keeps the end of a conversation", async () => {
  const project = server.newProject();
  const session_id = await newSession(project);
  const messages = Array.from({ length: 9 }, (_, index) => ({
    role: "user",
    content: `${index} ${"x".repeat(2_000)}`,
  }));
  await addSpan(project, { session_id, event_name: "chat", inputs: { chat_history: messages } });
  const body = { session_ids: [session_id] };
  const { root_spans } = await project.call("findRootSpans", { body });
  const kept = root_spans[0]?.inputs["chat_history"] as readonly { readonly content: string }[];
  expect(kept.map(({ content }) => content[0])).toEqual(["5", "6", "7", "8"]);
  expect(kept.every(({ content }) => content.length === 501)).toBe(true);
});
