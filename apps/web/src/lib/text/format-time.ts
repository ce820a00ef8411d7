const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const sameYear = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});
const otherYear = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Short local time for lists: of the last day how long ago. `formatFullTime` belongs in the `title`. */
export function formatTime(time: string | number, nowMs: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "–";
  const agoMs = nowMs - date.getTime();
  // Clocks differ by seconds.
  if (Math.abs(agoMs) < minuteMs) return "just now";
  if (agoMs > 0 && agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  if (agoMs > 0 && agoMs < dayMs) return `${Math.floor(agoMs / hourMs)} h ago`;
  const isSameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  return (isSameYear ? sameYear : otherYear).format(date);
}

/** To the second, with its time zone. */
export function formatFullTime(time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "unknown time" : full.format(date);
}
