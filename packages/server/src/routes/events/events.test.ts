import { randomUUID } from "node:crypto";

import type { EventFilter, EventInput } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { otlpJson } from "../../testing/otlp-json.js";
import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const tool: EventInput = { event_type: "tool", inputs: { a: 1 } };

async function getEvent(project: ProjectClient, eventId: string): Promise<object> {
  return (await project.call("getEvent", { params: { event_id: eventId } })).event;
}

describe("creating", () => {
  test("fills in what is missing", async () => {
    const project = server.newProject();
    const body = { ...tool, start_time: 1_780_000_000_000, duration: 250, outputs: "done" };
    const { event_id } = await project.call("createEvent", { body });
    expect(await getEvent(project, event_id)).toMatchObject({
      event_name: "unknown",
      source: "unknown",
      inputs: { a: 1 },
      outputs: { result: "done" },
      error: null,
      start_time: 1_780_000_000_000,
      end_time: 1_780_000_000_250,
      duration: 250,
    });
  });

  test("takes an event in every older wrapping, on the older paths", async () => {
    const project = server.newProject();
    for (const body of [{ event: tool }, { event: JSON.stringify(tool) }, tool]) {
      const response = await project.send("POST", "/events", body);
      expect(await response.json()).toMatchObject({ success: true });
    }
  });

  test("reads times in microseconds and nanoseconds", async () => {
    const project = server.newProject();
    for (const factor of [1, 1e3, 1e6]) {
      const body = { ...tool, start_time: 1_780_000_000_000 * factor };
      const { event_id } = await project.call("createEvent", { body });
      expect(await getEvent(project, event_id)).toMatchObject({ start_time: 1_780_000_000_000 });
    }
  });

  test.each([1e300, 253_402_300_800_000_000_000, 9.3e12, 99_999_999_999_999, 1e16, -1])(
    "refuses the time %d, which is not one of 1970 to 2262, and names its field",
    async (time) => {
      const project = server.sharedProject();
      for (const field of ["start_time", "end_time"]) {
        const bad = { ...tool, [field]: time };
        const answers = await Promise.all([
          project.send("POST", "/v1/events", bad),
          project.send("POST", "/v1/events/batch", { events: [tool, bad] }),
          project.send("POST", "/events", { event: bad }),
        ]);
        const names = [field, `events.1.${field}`, `event.${field}`];
        for (const [index, answer] of answers.entries()) {
          expect(answer.status).toBe(400);
          expect(await answer.json()).toMatchObject({
            field: names[index],
            message: expect.stringContaining("1970 to 2262") as string,
          });
        }
      }
      const start = await project.send("POST", "/v1/sessions", { start_time: time });
      expect(start.status).toBe(400);
    },
  );

  test("refuses durations of more than a hundred years by name, wherever they are said", async () => {
    const project = server.newProject();
    const duration = 1e15;
    const { event_id } = await project.call("createEvent", { body: tool });
    const answers = await Promise.all([
      project.send("POST", "/v1/events", { ...tool, duration }),
      project.send("POST", "/v1/events/batch", { events: [tool, { ...tool, duration }] }),
      project.send("PUT", "/events", { event_id, duration }),
      project.send("POST", "/v1/sessions", { duration }),
    ]);
    for (const [index, answer] of answers.entries()) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        field: index === 1 ? "events.1.duration" : "duration",
        message: expect.stringContaining("a hundred years") as string,
      });
    }
  });

  test("changes an event that is posted again, and keeps its start", async () => {
    const project = server.newProject();
    const event_id = randomUUID();
    const first = { ...tool, event_id, start_time: 1_780_000_000_000, metadata: { a: 1 } };
    await project.call("createEvent", { body: first });
    const second = { ...tool, event_id, start_time: 1_790_000_000_000, metadata: { b: 2 } };
    await project.call("createEvent", { body: second });
    expect(await getEvent(project, event_id)).toMatchObject({
      start_time: 1_780_000_000_000,
      metadata: { a: 1, b: 2 },
    });
  });

  test("takes what a batch says twice of an event as its change, and gives the ids in order", async () => {
    const project = server.newProject();
    const [first, second] = [randomUUID(), randomUUID()];
    const events = [
      { ...tool, event_id: first, start_time: 1_780_000_000_000, metadata: { a: 1 } },
      { ...tool, event_id: second, start_time: 1_780_000_000_500 },
      { ...tool, event_id: first, start_time: 1_780_000_000_900, metadata: { b: 2 } },
    ];
    const { event_ids } = await project.call("createEvents", { body: { events } });
    expect(event_ids).toEqual([first, second, first]);
    expect(await getEvent(project, first)).toMatchObject({
      start_time: 1_780_000_000_000,
      metadata: { a: 1, b: 2 },
    });
  });

  test("names the field that is wrong", async () => {
    const project = server.newProject();
    const response = await project.send("POST", "/v1/events", { event_type: "banana", inputs: {} });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errorCode: "INVALID_REQUEST", field: "event_type", success: false, statusCode: 400 },
    ]);
  });
});

describe("updating", () => {
  test("merges buckets and replaces outputs", async () => {
    const project = server.newProject();
    const before = { ...tool, metadata: { a: 1, b: 1 }, outputs: { old: true }, metrics: { x: 1 } };
    const { event_id } = await project.call("createEvent", { body: before });
    const update = {
      metadata: { b: 2, c: 3 },
      outputs: { new: true },
      metrics: { y: 2 },
      duration: 5,
    };
    await project.call("updateEvent", { params: { event_id }, body: update });
    await project.call("updateEventLegacy", { body: { event_id, outputs: null } });
    expect(await getEvent(project, event_id)).toMatchObject({
      inputs: { a: 1 },
      metadata: { a: 1, b: 2, c: 3 },
      outputs: { new: true },
      metrics: { x: 1, y: 2 },
      duration: 5,
    });
  });

  test("loses none of many updates at once, also when the original is sent again afterwards", async () => {
    const project = server.newProject();
    const spanId = "00000000000000a1";
    const eventId = randomUUID();
    const request = otlpJson([{ spanId, attributes: { honeyhive_event_id: eventId } }]);
    await project.send("POST", "/v1/traces", request);
    const keys = Array.from({ length: 40 }, (_, index) => `key${index}`);
    const update = (key: string): Promise<unknown> =>
      project.call("updateEvent", {
        params: { event_id: eventId },
        body: { metrics: { [key]: 1 } },
      });
    await Promise.all(keys.map(update));
    await project.send("POST", "/v1/traces", request);
    const event = await getEvent(project, eventId);
    expect(event).toHaveProperty("metrics", Object.fromEntries(keys.map((key) => [key, 1])));
  });

  test("keeps updates that arrive before their event", async () => {
    const project = server.newProject();
    const eventId = randomUUID();
    const body = { metrics: { early: 1 }, feedback: { rating: 5 } };
    await project.call("updateEvent", { params: { event_id: eventId }, body });
    const spans = [{ spanId: "00000000000000a1", attributes: { honeyhive_event_id: eventId } }];
    await project.send("POST", "/v1/traces", otlpJson(spans));
    expect(await getEvent(project, eventId)).toMatchObject(body);
  });
});

describe("reading", () => {
  test("knows nothing of another project's events", async () => {
    const [owner, stranger] = [server.newProject(), server.newProject()];
    const { event_id } = await owner.call("createEvent", { body: tool });
    await expect(getEvent(stranger, event_id)).rejects.toMatchObject({ code: "EVENT_NOT_FOUND" });
    expect(await stranger.call("exportEvents", { body: {} })).toMatchObject({ totalEvents: 0 });
    await stranger.call("updateEvent", {
      params: { event_id },
      body: { metadata: { forged: true } },
    });
    expect(await getEvent(owner, event_id)).toHaveProperty("metadata", {});
  });

  test("pages through events, newest first, and counts them all", async () => {
    const project = server.newProject();
    const session_id = randomUUID();
    for (const index of [1, 2, 3, 4, 5]) {
      const body = {
        ...tool,
        session_id,
        event_name: `e${index}`,
        start_time: 1_780_000_000_000 + index,
      };
      await project.call("createEvent", { body });
    }
    const filters: EventFilter[] = [{ field: "event_type", operator: "is", value: "tool" }];
    const page = async (number: number): Promise<unknown> => {
      const body = { filters, limit: 2, page: number };
      const { events, totalEvents, count } = await project.call("exportEvents", { body });
      return [events.map((event) => event.event_name), totalEvents, count];
    };
    expect(await page(1)).toEqual([["e5", "e4"], 5, 5]);
    expect(await page(3)).toEqual([["e1"], 5, 5]);
    expect(await page(4)).toEqual([[], 5, 5]);
  });

  test("gives only the fields that were asked for, and the ids", async () => {
    const project = server.newProject();
    const body = { ...tool, metadata: { a: { b: 1 }, "x.y": 2, z: 3 } };
    const { event_id } = await project.call("createEvent", { body });
    const { events } = await project.call("exportEvents", {
      body: {
        projections: ["event_name", "metadata.a.b", "metadata.x.y"],
        filters: [{ field: "event_id", operator: "is", value: event_id }],
      },
    });
    expect(events[0]).toEqual({
      event_id,
      session_id: expect.any(String) as string,
      parent_id: expect.any(String) as string,
      project_id: expect.any(String) as string,
      event_name: "unknown",
      metadata: { a: { b: 1 }, "x.y": 2 },
    });
  });
});

describe("filtering", () => {
  const project = server.newProject();
  const seeded = seed();

  async function seed(): Promise<void> {
    const session_id = randomUUID();
    const shared = { session_id, inputs: {} };
    const start = 1_780_000_000_000;
    const bodies: EventInput[] = [
      {
        ...shared,
        event_type: "model",
        event_name: "alpha",
        start_time: start,
        duration: 10,
        metadata: {
          run_id: "r1",
          nested: { key: "deep" },
          "dotted.key": "flat",
          n: 3,
          at: "2026-01-01",
          tier: "gold",
          "a=b": "c",
          quote: 'a "b" \n☕',
          brackets: "[draft]",
          list: ["gold"],
          taken: null,
        },
        metrics: { score: 0.5, ok: true },
        config: { model: "gpt" },
        outputs: { text: 'Zürich said "no" twice', list: ["Deep Blue"] },
      },
      {
        ...shared,
        event_type: "tool",
        event_name: "beta's",
        start_time: start + 60_000,
        duration: 20,
        metadata: { n: "3", at: "2026-06-01", tier: "golden", a: "b=c", empty: "", taken: "null" },
        metrics: { score: 0.9, ok: false },
        feedback: { rating: 5 },
        error: "boom",
      },
    ];
    for (const body of bodies) await project.call("createEvent", { body });
  }

  const a = ["alpha"];
  const b = ["beta's"];
  const both = ["alpha", "beta's"];
  const cases: [string, string, EventFilter["operator"], unknown, string[]][] = [
    ["text", "event_name", "is", "alpha", a],
    ["text with quotes", "event_name", "is", "beta's", b],
    ["part of a text, in any case", "event_name", "contains", "ETA", b],
    ["not part of a text", "event_name", "not contains", "eta", a],
    ["part of a text in a bucket, in any case", "outputs.text", "contains", "TWICE", a],
    ["letters beyond ASCII, in any case", "outputs.text", "contains", "ZÜRICH", a],
    ["what JSON escapes", "outputs.text", "contains", 'said "no"', a],
    ["what another key of the bucket holds", "outputs.text", "contains", "blue", []],
    ["part of a list", "outputs.list", "contains", "deep blue", a],
    ["part of a number", "metrics.score", "contains", "0.9", b],
    ["not a text", "event_type", "is not", "tool", a],
    ["a column drawn from metadata", "metadata.run_id", "is", "r1", a],
    ["a nested key", "metadata.nested.key", "is", "deep", a],
    ["a key with dots", "metadata.dotted.key", "is", "flat", a],
    ["the whole of a value in metadata", "metadata.tier", "is", "gold", a],
    ["not a value in metadata", "metadata.tier", "is not", "gold", b],
    ["a value in metadata with quotes", "metadata.quote", "is", 'a "b" \n☕', a],
    ["a value in metadata with an equals sign", "metadata.a", "is", "b=c", b],
    ["a key of metadata with an equals sign", "metadata.a=b", "is", "c", a],
    ["a value in metadata with brackets", "metadata.brackets", "is", "[draft]", a],
    ["a list in metadata as text", "metadata.list", "is", '["gold"]', a],
    ["a key that is there", "feedback.rating", "exists", undefined, b],
    ["a key that is not there", "feedback.rating", "not exists", undefined, a],
    ["a bucket that is not empty", "feedback", "exists", undefined, b],
    ["an error", "error", "exists", undefined, b],
    ["a number as text", "metadata.n", "is", "3", both],
    ["a number", "metadata.n", "is", 3, both],
    ["more than a number", "metrics.score", "greater than", 0.6, b],
    ["less than a number as text", "metrics.score", "less than", "0.6", a],
    ["true as text", "metrics.ok", "is", "true", a],
    ["false", "metrics.ok", "is", false, b],
    ["what has no value", "feedback.rating", "is", null, a],
    ["what has a value", "feedback.rating", "is not", null, b],
    ["no error", "error", "is", null, a],
    ["an empty text", "metadata.empty", "is", "", b],
    ["not an empty text", "metadata.empty", "is not", "", a],
    ["the text null, and nothing that is null", "metadata.taken", "is", "null", b],
    ["part of the text null", "metadata.taken", "contains", "null", b],
    ["what is null, which is not the text", "metadata.taken", "is not", "null", a],
    ["a duration", "duration", "greater than", 15, b],
    ["after a time", "start_time", "after", "2026-05-28T20:27:00Z", b],
    ["before a time in ms", "start_time", "before", 1_780_000_030_000, a],
    ["after a time inside metadata", "metadata.at", "after", "2026-03-01T00:00:00Z", b],
    ["text that looks like SQL", "event_name", "is", "' OR 1=1 --", []],
    ["a key that looks like SQL", "metadata.x') OR 1=1 --", "exists", undefined, []],
  ];
  test.each(cases)("finds %s", async (_, field, operator, value, names) => {
    await seeded;
    const filters: EventFilter[] = [
      { field: "event_type", operator: "is not", value: "session" },
      { field, operator, ...(value === undefined ? {} : { value }) },
    ];
    const { events } = await project.call("exportEvents", { body: { filters } });
    expect(events.map((event) => event.event_name).toSorted()).toEqual(names);
  });

  test("by a range of time, in every spelling", async () => {
    await seeded;
    const from = 1_780_000_030_000;
    const ranges = [
      { $gte: from },
      { $gte: new Date(from).toISOString() },
      JSON.stringify({ $gte: from }),
      { start_time: new Date(from).toISOString() },
    ];
    for (const dateRange of ranges) {
      const response = await project.send("POST", "/events/export", {
        dateRange,
        project: "ignored",
      });
      expect(await response.json()).toMatchObject({ totalEvents: 1 });
    }
  });

  test("refuses a range in the query that names no bound, instead of finding everything", async () => {
    for (const path of ["/events", "/v1/events/chart", "/v1/events/schema", "/v1/runs"]) {
      const response = await project.send("GET", `${path}?dateRange[$gt]=1780000030000`);
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { field: "dateRange", message: expect.stringContaining("got `$gt`") as string },
      ]);
    }
  });

  test("says which fields there are when one is unknown", async () => {
    const filters = [{ field: "colour", operator: "is", value: "red" }];
    const response = await project.send("POST", "/v1/events/export", { filters });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        field: "filters.0.field",
        message: expect.stringMatching(/one of event_id, .*got `colour`/) as unknown,
      },
    ]);
  });
});
