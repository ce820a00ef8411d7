import { randomUUID } from "node:crypto";

import type { EventInput, JsonObject } from "@honeyhive/contract";

import type { Project } from "../auth/project-directory.js";
import { isJsonObject } from "../json.js";
import { createEvent, type CreateEventServices } from "./create-event.js";

/** Stores events that came in one request; gives their ids in the same order. */
export function createEvents(
  services: CreateEventServices,
  project: Project,
  inputs: readonly EventInput[],
): Promise<string[]> {
  return Promise.all(inputs.map((input) => createEvent(services, project, input)));
}

/** Events of older clients hold their children inside; each child learns who its parent is. */
export function flattenEvents(events: readonly JsonObject[], parentId?: string): JsonObject[] {
  return events.flatMap((event) => {
    const { children, ...own } = event;
    const id = typeof own["event_id"] === "string" ? own["event_id"] : randomUUID();
    const parent = parentId === undefined ? {} : { parent_id: parentId };
    const inner = Array.isArray(children) ? children.filter(isJsonObject) : [];
    return [{ ...own, ...parent, event_id: id }, ...flattenEvents(inner, id)];
  });
}
