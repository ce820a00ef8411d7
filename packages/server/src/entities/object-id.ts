import { randomBytes } from "node:crypto";

/** 24 hex digits, like the ids that hosted HoneyHive gives. The first eight are seconds: ids grow with time. */
export function createObjectId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return seconds.padStart(8, "0") + randomBytes(8).toString("hex");
}
