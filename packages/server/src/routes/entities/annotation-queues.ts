import type { AnnotationQueue } from "@honeyhive/contract";
import { annotationQueueSchema, operationSchemas } from "@honeyhive/contract/schemas";
import { z } from "zod";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import type { Project } from "../../lib/project.js";
import { changeQueue, fillQueue, findMatches, type StoredQueue } from "../../queues/fill-queue.js";
import { tellReviewed } from "../../queues/tell-reviewed.js";
import type { Services } from "../../services.js";
import { parseBody, readBoolean } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

export const annotationQueueKind: CollectionKind<StoredQueue> = {
  kind: "queue",
  noun: "an annotation queue",
  notFound: "QUEUE_NOT_FOUND",
  path: "/v1/queues",
  toItem: (entity, project) => ({
    queue: annotationQueueSchema.parse({
      description: "",
      filters: { filterArray: [] },
      enabled: true,
      event_ids: [],
      ...entity.body,
      id: entity.id,
      name: entity.name,
      scope_id: project.id,
      scope_type: "project",
      is_active: true,
      ...timesOf(entity),
    }),
    removedEventIds: removedSchema.parse(entity.body["removed_event_ids"]),
  }),
};

const removedSchema = z.array(z.string()).default([]);

export const listQueues: RouteHandler = async ({ query, project }, services) => {
  const { queues, store } = services;
  const enabled = readBoolean(query, "enabled");
  const listed: AnnotationQueue[] = [];
  for (const stored of await queues.list(project)) {
    if (enabled !== undefined && stored.queue.enabled !== enabled) continue;
    listed.push(await fillQueue(store, stored));
  }
  return { queues: await tellReviewed(store, listed, await questionsOf(project, services)) };
};

export const createQueue: RouteHandler = async ({ readJson, project, ids }, { queues, store }) => {
  const { name, ...body } = parseBody(operationSchemas.createQueue.body, await readJson());
  await findMatches(store, project.id, body.filters);
  const event_ids = [...new Set(body.event_ids)];
  const stored = await queues.create(project, name, { ...body, event_ids }, ids);
  return { queue: await fillQueue(store, stored), message: "The annotation queue is created." };
};

export const getQueue: RouteHandler = async ({ params, project }, services) => {
  const { queues, store } = services;
  const queue = await fillQueue(store, await queues.get(project, params["queue_id"] ?? ""));
  const [told] = await tellReviewed(store, [queue], await questionsOf(project, services));
  return told ?? queue;
};

/** What people are asked, whose answers are metrics of the events. */
async function questionsOf(project: Project, { metricDefinitions }: Services): Promise<string[]> {
  const metrics = await metricDefinitions.list(project);
  return metrics.flatMap(({ name, type }) => (type === "HUMAN" ? [name] : []));
}

export const updateQueue: RouteHandler = async (request, { queues, store }) => {
  const { readJson, params, project } = request;
  const update = parseBody(operationSchemas.updateQueue.body, await readJson());
  const id = params["queue_id"] ?? "";
  await findMatches(store, project.id, update.filters);
  const filled = await fillQueue(store, await queues.get(project, id));
  const changed = await queues.change(project, id, (entity) => {
    const stored = annotationQueueKind.toItem(entity, project);
    return { name: update.name, body: changeQueue({ stored, filled }, update) };
  });
  return { queue: await fillQueue(store, changed), message: "The annotation queue is changed." };
};

export const deleteQueue: RouteHandler = async ({ params, project }, { queues }) => {
  await queues.remove(project, params["queue_id"] ?? "");
  return { message: "The annotation queue is deleted." };
};
