import type { Services } from "../services.js";

/**
 * Of events that were changed just now those that are sessions which were deleted: nothing more is kept of them. The
 * store is asked for what this server does not remember, where a change has found no event.
 */
export async function findDeletedSessions(
  { patches, sessions }: Pick<Services, "patches" | "sessions">,
  projectId: string,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const isDeleted = (id: string): boolean => sessions.isDeleted(projectId, id);
  const missing = eventIds.filter(
    (eventId) => !isDeleted(eventId) && patches.isWaiting({ projectId, eventId }),
  );
  await sessions.recall(projectId, [...new Set(missing)]);
  return new Set(eventIds.filter(isDeleted));
}
