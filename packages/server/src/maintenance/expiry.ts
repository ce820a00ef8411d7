const dayMs = 86_400_000;

/** Engines may be in different time zones. */
const until = "toDateTime64({until:String}, 3, 'UTC')";

const notRemembered = "kind != 'request'";

/** Of the rows of a table those that belong to what the store keeps: for a statement about it. */
export function keptRows(table: string): string {
  return table === "entities" ? `WHERE ${notRemembered}` : "";
}

/** What the tables' TTL says, as SQL that is true of rows that are kept until then. */
const days = (moment: string): string =>
  `(retention_days = 0 OR ${moment} + toIntervalDay(retention_days) >= ${until})`;

const keptSql: Readonly<Record<string, string>> = {
  events: days("start_time"),
  media: days("start_time"),
  event_patches: days("patched_at"),
  // Answers are remembered for a day, for requests that come again; what those make has the same ids without.
  entities: notRemembered,
};

/**
 * Rows whose retention ends before this are left out where two stores are compared: either engine may remove them
 * meanwhile.
 */
export class Expiry {
  readonly #atMs = Date.now() + dayMs;

  /** What a statement about the table's rows asks for, and its parameters. */
  where(table: string): { readonly sql: string; readonly params: { readonly until: string } } {
    const at = new Date(this.#atMs).toISOString().replace("T", " ").replace("Z", "");
    return { sql: `WHERE ${keptSql[table] ?? "true"}`, params: { until: at } };
  }

  /** The same of a row as it is in a file. */
  isOver(row: ExpiringRow): boolean {
    const { kind, retention_days: keptDays = 0, start_time, patched_at } = row;
    if (kind === "request") return true;
    const start = start_time ?? patched_at;
    if (keptDays === 0 || start === undefined) return false;
    return Date.parse(`${start.replace(" ", "T")}Z`) + keptDays * dayMs < this.#atMs;
  }
}

export interface ExpiringRow {
  readonly kind?: string;
  readonly retention_days?: number;
  readonly start_time?: string;
  readonly patched_at?: string;
}
