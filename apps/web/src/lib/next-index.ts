const pageSize = 10;

/** Where a movement key leads in a list of `count` rows; undefined for every other key. */
export function nextIndex(key: string, current: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const clamp = (index: number): number => Math.min(Math.max(index, 0), count - 1);
  switch (key) {
    case "ArrowDown":
    case "j":
      return clamp(current + 1);
    case "ArrowUp":
    case "k":
      return clamp(current - 1);
    case "PageDown":
      return clamp(current + pageSize);
    case "PageUp":
      return clamp(current - pageSize);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
