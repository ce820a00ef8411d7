export interface ShowOptions {
  /** Also what is longer than a few lines. */
  readonly isFull: boolean;
}

const maxText = 240;

/** Text as it is, other values as JSON; cut unless all is asked for. */
export function showValue(value: unknown, { isFull }: ShowOptions): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return isFull || text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`;
}
