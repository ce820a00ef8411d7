/** Both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `0.2..0.4`, as it stands in the URL. */
export function formatRange({ from, to }: Range): string {
  return `${from}..${to}`;
}

export function parseRange(text: string | undefined): Range | undefined {
  const [from, to, ...rest] = (text ?? "").split("..");
  if (from === undefined || to === undefined || from === "" || to === "" || rest.length > 0) {
    return undefined;
  }
  const range = { from: Number(from), to: Number(to) };
  return Number.isFinite(range.from) && Number.isFinite(range.to) ? range : undefined;
}
