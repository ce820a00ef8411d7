import type { ChartBucket } from "@honeyhive/contract";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back charts go, by the name that stands in the link, and how finely they tell it. */
export const chartWindows = {
  "1h": { label: "Last hour", ms: hourMs, bucket: "minute", bucketMs: minuteMs },
  "24h": { label: "24 hours", ms: dayMs, bucket: "hour", bucketMs: hourMs },
  "7d": { label: "7 days", ms: 7 * dayMs, bucket: "day", bucketMs: dayMs },
  "30d": { label: "30 days", ms: 30 * dayMs, bucket: "day", bucketMs: dayMs },
} as const satisfies Record<string, ChartWindow>;

export interface ChartWindow {
  readonly label: string;
  readonly ms: number;
  readonly bucket: ChartBucket;
  readonly bucketMs: number;
}

export type ChartWindowName = keyof typeof chartWindows;

export const chartWindowNames = [
  "1h",
  "24h",
  "7d",
  "30d",
] as const satisfies readonly ChartWindowName[];

export function parseChartWindow(text: string | undefined): ChartWindowName {
  return chartWindowNames.find((name) => name === text) ?? "24h";
}

/** The beginnings of all stretches of time in a window, oldest first; the server's begin where those of UTC do. */
export function bucketStarts({ ms, bucketMs }: ChartWindow, nowMs: number): readonly number[] {
  const first = Math.floor((nowMs - ms) / bucketMs);
  const last = Math.floor(nowMs / bucketMs);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * bucketMs);
}
