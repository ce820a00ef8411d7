/** The year 2262; later times do not fit. */
const latestMicros = 9_223_372_036_000_000;

/** Unix milliseconds as the text that `DateTime64(6)` columns read. Times before 1970 become 1970. */
export function toTimestamp(unixMs: number): string {
  return microsToTimestamp(Math.round(unixMs * 1000));
}

export function microsToTimestamp(unixMicros: number): string {
  const micros = Math.min(latestMicros, Math.max(0, unixMicros));
  const seconds = Math.floor(micros / 1e6);
  // The engine takes fewer digits for a year.
  return `${String(seconds).padStart(10, "0")}.${String(micros - seconds * 1e6).padStart(6, "0")}`;
}
