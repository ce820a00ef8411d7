import { z } from "zod";

import type { AnnotationQueueOperations } from "../../operations/annotation-queues.js";
import {
  annotationQueueInputSchema,
  annotationQueueSchema,
  annotationQueueUpdateSchema,
} from "../annotation-queue.js";
import type { SchemasOf } from "./schemas-of.js";

const message = z.string();
const changed = z.object({ queue: annotationQueueSchema, message });

export const annotationQueueSchemas: SchemasOf<AnnotationQueueOperations> = {
  listQueues: {
    query: z.object({ enabled: z.boolean().optional() }),
    response: z.object({ queues: z.array(annotationQueueSchema) }),
  },
  createQueue: { body: annotationQueueInputSchema, response: changed },
  getQueue: { response: annotationQueueSchema },
  updateQueue: { body: annotationQueueUpdateSchema, response: changed },
  deleteQueue: { response: z.object({ message }) },
};
