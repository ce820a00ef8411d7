import type {
  AnnotationQueue,
  AnnotationQueueInput,
  AnnotationQueueUpdate,
} from "../annotation-queue.js";
import { route, type Routes } from "./route.js";

interface ChangedQueue {
  readonly queue: AnnotationQueue;
  readonly message: string;
}

export interface AnnotationQueueOperations {
  listQueues: {
    query: { enabled?: boolean | undefined };
    response: { readonly queues: readonly AnnotationQueue[] };
  };
  createQueue: { body: AnnotationQueueInput; response: ChangedQueue };
  getQueue: { params: { queue_id: string }; response: AnnotationQueue };
  updateQueue: {
    params: { queue_id: string };
    body: AnnotationQueueUpdate;
    response: ChangedQueue;
  };
  deleteQueue: { params: { queue_id: string }; response: { readonly message: string } };
}

export const annotationQueueRoutes: Routes<AnnotationQueueOperations> = {
  listQueues: route("GET /v1/queues", "The annotation queues that match."),
  createQueue: route(
    "POST /v1/queues",
    "Creates an annotation queue: events that are named, and such as match its filters.",
    { status: 201 },
  ),
  getQueue: route("GET /v1/queues/{queue_id}", "One annotation queue."),
  updateQueue: route(
    "PUT /v1/queues/{queue_id}",
    "Changes the fields that are named, and adds and removes events.",
  ),
  deleteQueue: route(
    "DELETE /v1/queues/{queue_id}",
    "Deletes an annotation queue; its events stay.",
  ),
};
