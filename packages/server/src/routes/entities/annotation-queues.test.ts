import type { EventFilter } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const isBad: EventFilter = { field: "metrics.accuracy", operator: "less than", value: 0.5 };
const filters = { filterArray: [isBad] };

async function write({ call }: ProjectClient, accuracy: number): Promise<string> {
  const body = { event_type: "model", inputs: {}, metrics: { accuracy } } as const;
  return (await call("createEvent", { body })).event_id;
}

test("a queue with filters fills itself, before and after what was put into it by hand", async () => {
  const project = server.newProject();
  const [early, good] = [await write(project, 0.1), await write(project, 0.9)];
  const { queue } = await project.call("createQueue", {
    body: { name: "bad answers", filters, event_ids: [good] },
  });
  expect(queue.event_ids).toEqual([good, early]);
  const late = await write(project, 0.2);
  await write(server.newProject(), 0.1);
  // It matches only once it was changed.
  const changed = await write(project, 0.7);
  await project.call("updateEvent", {
    params: { event_id: changed },
    body: { metrics: { accuracy: 0.3 } },
  });
  const params = { queue_id: queue.id };
  const { event_ids } = await project.call("getQueue", { params });
  expect(event_ids[0]).toBe(good);
  expect(event_ids.toSorted()).toEqual([good, early, late, changed].toSorted());
  expect((await project.call("listQueues", {})).queues.map((one) => one.event_ids)).toEqual([
    event_ids,
  ]);
});

test("what is removed stays away although it matches, until it is added again", async () => {
  const project = server.newProject();
  const event = await write(project, 0.1);
  const { queue } = await project.call("createQueue", { body: { name: "bad answers", filters } });
  const params = { queue_id: queue.id };
  const remove = await project.call("updateQueue", { params, body: { remove_event_ids: [event] } });
  expect(remove.queue.event_ids).toEqual([]);
  await project.call("updateQueue", { params, body: { description: "looked at" } });
  expect((await project.call("getQueue", { params })).event_ids).toEqual([]);
  const add = await project.call("updateQueue", { params, body: { add_event_ids: [event] } });
  expect(add.queue.event_ids).toEqual([event]);
});

test("a queue that is not enabled keeps what entered it and takes nothing more", async () => {
  const project = server.newProject();
  const event = await write(project, 0.1);
  const { queue } = await project.call("createQueue", { body: { name: "bad answers", filters } });
  const params = { queue_id: queue.id };
  await project.call("updateQueue", { params, body: { enabled: false } });
  const later = await write(project, 0.2);
  expect((await project.call("getQueue", { params })).event_ids).toEqual([event]);
  const { queue: enabled } = await project.call("updateQueue", { params, body: { enabled: true } });
  expect(enabled.event_ids).toEqual([event, later]);
});

test("filters that mean nothing are refused, and nothing is stored", async () => {
  const project = server.newProject();
  const nonsense = { filterArray: [{ field: "nonsense", operator: "is", value: 1 }] };
  const body = { name: "none", filters: nonsense };
  const response = await project.send("POST", "/v1/queues", body);
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { field: "filters.0.field" },
  ]);
  expect((await project.call("listQueues", {})).queues).toEqual([]);
  const { queue } = await project.call("createQueue", { body: { name: "bad answers", filters } });
  const change = await project.send("PUT", `/v1/queues/${queue.id}`, { filters: nonsense });
  expect(change.status).toBe(400);
  expect((await project.call("getQueue", { params: { queue_id: queue.id } })).filters).toEqual(
    filters,
  );
});

test("a queue tells which of its events people have reviewed, and which they have not", async () => {
  const project = server.newProject();
  const metric = { name: "polite", type: "HUMAN", criteria: "Is it?" } as const;
  await project.call("createMetric", { body: metric });
  const changes = [
    { feedback: { review_is_good: false } },
    { feedback: { review_comment: "hm" } },
    { metrics: { polite: true } },
    // None of these is a review, or it was taken back.
    {},
    { feedback: { ground_truth: "42" } },
    { feedback: { rating: 1, comment: "wrong", is_good: false } },
    { feedback: { review_is_good: null } },
    { metrics: { accuracy: 0.4, polite: null } },
  ];
  const ids: string[] = [];
  for (const body of changes) {
    const event_id = await write(project, 0.1);
    ids.push(event_id);
    await project.call("updateEvent", { params: { event_id }, body });
  }
  const { queue } = await project.call("createQueue", { body: { name: "all", event_ids: ids } });
  const read = await project.call("getQueue", { params: { queue_id: queue.id } });
  expect(read.reviewed_event_ids).toEqual(ids.slice(0, 3));
  expect((await project.call("listQueues", {})).queues).toEqual([read]);
});
