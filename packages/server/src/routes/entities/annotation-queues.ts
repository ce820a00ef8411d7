import type { AnnotationQueue } from "@honeyhive/contract";
import { annotationQueueSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import { parseBody, readBoolean } from "../parse.js";
import type { RouteHandler } from "../route-handler.js";

export const annotationQueueKind: CollectionKind<AnnotationQueue> = {
  kind: "queue",
  noun: "an annotation queue",
  notFound: "QUEUE_NOT_FOUND",
  path: "/v1/queues",
  toItem: (entity, project) =>
    annotationQueueSchema.parse({
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
};

export const listQueues: RouteHandler = async ({ query, project }, { queues }) => {
  const enabled = readBoolean(query, "enabled");
  const all = await queues.list(project);
  return { queues: all.filter((queue) => enabled === undefined || queue.enabled === enabled) };
};

export const createQueue: RouteHandler = async ({ readJson, project }, { queues }) => {
  const { name, ...body } = parseBody(operationSchemas.createQueue.body, await readJson());
  const event_ids = [...new Set(body.event_ids)];
  const queue = await queues.create(project, name, { ...body, event_ids });
  return { queue, message: "The annotation queue is created." };
};

export const getQueue: RouteHandler = ({ params, project }, { queues }) =>
  queues.get(project, params["queue_id"] ?? "");

export const updateQueue: RouteHandler = async ({ readJson, params, project }, { queues }) => {
  const {
    id: _id,
    name,
    ...given
  } = parseBody(operationSchemas.updateQueue.body, await readJson());
  const { add_event_ids: added = [], remove_event_ids: removed = [], ...body } = given;
  const queue = await queues.change(project, params["queue_id"] ?? "", (entity) => {
    const { event_ids: known } = annotationQueueKind.toItem(entity, project);
    const event_ids = [...new Set([...known, ...added])].filter((id) => !removed.includes(id));
    return { name, body: { ...body, event_ids } };
  });
  return { queue, message: "The annotation queue is changed." };
};

export const deleteQueue: RouteHandler = async ({ params, project }, { queues }) => {
  await queues.remove(project, params["queue_id"] ?? "");
  return { message: "The annotation queue is deleted." };
};
