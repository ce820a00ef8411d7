import {
  eraseEvents,
  erasePatches,
  findChosenEventIds,
  hideEvents,
  type EventChoice,
} from "../queries/erase-events.js";
import type { Store } from "../store/store.js";

/** Deletes events and their patches; gives how many there were. What is sent again stays deleted. */
export async function deleteEvents(
  store: Store,
  projectId: string,
  choice: EventChoice,
): Promise<number> {
  const ids = await store.select(findChosenEventIds(projectId, choice));
  if (ids.length === 0) return 0;
  for (const statement of hideEvents(projectId, choice)) await store.run(statement);
  for (const statement of eraseEvents(projectId, choice)) await store.run(statement);
  await store.run(erasePatches(projectId, ids));
  return ids.length;
}
