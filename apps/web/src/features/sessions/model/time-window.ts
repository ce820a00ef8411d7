/** How far back the list goes, by the name that stands in the link. */
export const timeWindows = {
  "1h": { label: "Last hour", ms: 3_600_000 },
  "24h": { label: "24 hours", ms: 24 * 3_600_000 },
  "7d": { label: "7 days", ms: 7 * 24 * 3_600_000 },
  "30d": { label: "30 days", ms: 30 * 24 * 3_600_000 },
} as const;

export type TimeWindow = keyof typeof timeWindows;

export function parseTimeWindow(text: string | undefined): TimeWindow | undefined {
  return timeWindowNames.find((name) => name === text);
}

export const timeWindowNames = ["1h", "24h", "7d", "30d"] as const satisfies readonly TimeWindow[];
