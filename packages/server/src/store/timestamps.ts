/** Unix milliseconds as the text that `DateTime64(6)` columns read. Times before 1970 become 1970. */
export function toTimestamp(unixMs: number): string {
  return microsToTimestamp(Math.round(unixMs * 1000));
}

export function microsToTimestamp(unixMicros: number): string {
  const micros = Math.max(0, unixMicros);
  const seconds = Math.floor(micros / 1e6);
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, "0")}`;
}
