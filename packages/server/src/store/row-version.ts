/**
 * Of a session's rows the one that its client started counts more than one that was guessed of its spans, however often
 * each was changed: servers that write both at the same moment need not know of each other. Below this is the number of
 * changes that are folded in.
 */
const startedVersion = 2 ** 32;

/** Whether a stored row was started, and how many changes it has. */
export const isStartedSql = `version >= ${startedVersion}`;
export const changesSql = `bitAnd(max(version), ${startedVersion - 1})`;

export function rowVersion(isStarted: boolean, changes = 0): number {
  return (isStarted ? startedVersion : 0) + changes;
}
