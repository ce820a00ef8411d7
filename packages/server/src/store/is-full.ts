/** ClickHouse's names for a disk without room, and what the system says of one. */
const signs = /NOT_ENOUGH_SPACE|No space left on device|Disk quota exceeded|\b(ENOSPC|EDQUOT)\b/;

/** Whether it failed because there is no room on a disk. */
export function isFull(message: string): boolean {
  return signs.test(message);
}
