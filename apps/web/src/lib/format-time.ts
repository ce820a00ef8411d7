const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const sameYear = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

/** Short local time for lists; `formatFullTime` belongs in the `title`. */
export function formatTime(time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "–" : sameYear.format(date);
}

export function formatFullTime(time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "unknown time" : full.format(date);
}
