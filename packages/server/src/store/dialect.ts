/** Settings that every engine uses, so that one SQL text means the same everywhere. */
export const dialectSettings: Readonly<Record<string, string | number>> = {
  do_not_merge_across_partitions_select_final: 1,
  distributed_product_mode: "global",
  prefer_global_in_and_join: 1,
  date_time_input_format: "best_effort",
  // A first row of tab-separated values is a row, whatever it says.
  input_format_tsv_detect_header: 0,
  output_format_json_quote_64bit_integers: 0,
  // Events of one batch may be of any age, and a batch must not fail because of them.
  max_partitions_per_insert_block: 0,
  // An insert that was answered is stored, also where the engine would rather collect inserts first.
  async_insert: 0,
  max_result_bytes: 512 * 1024 * 1024,
};

/** Rows of inserts below it are fewer than a scan notices, also when some dozens of them wait to be merged. */
const indexedFromBytes = 2 * 1024 * 1024;

/** A small part is merged soon. Until then it has no skip indexes, which are most of its files. */
export function insertSettings(token: string, sizeBytes: number): Record<string, string | number> {
  const isIndexed = sizeBytes >= indexedFromBytes;
  return {
    insert_deduplication_token: token,
    ...(isIndexed ? {} : { materialize_skip_indexes_on_insert: 0 }),
  };
}

export function toSetStatement(settings: Readonly<Record<string, string | number>>): string {
  return `SET ${toAssignments(settings)}`;
}

export function toAssignments(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? value : toLiteral(value)}`)
    .join(", ");
}

/** A text as a statement has it, for places where the engine takes no parameters. */
export function toLiteral(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
