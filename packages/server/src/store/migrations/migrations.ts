import type { SpreadTable } from "../topology.js";

export interface KeptTable extends SpreadTable {
  /** The version of the tables that brought it. */
  readonly since: number;
}

/** Tables that are written. A row, whatever replaces it and whatever is written with it are on one shard. */
export const tables: readonly KeptTable[] = [
  { name: "events", shardBy: "cityHash64(project_id, session_id)", since: 1 },
  { name: "event_patches", shardBy: "cityHash64(project_id, event_id)", since: 1 },
  { name: "entities", shardBy: "cityHash64(project_id)", since: 1 },
  { name: "media", shardBy: "cityHash64(project_id, session_id)", since: 4 },
];

/** Tables that the engine fills from the ones above, so that nobody writes, copies or backs them up. */
export const derivedTables: readonly KeptTable[] = [
  { name: "sessions", shardBy: "cityHash64(project_id, session_id)", since: 7 },
];

/** Views that do it. They are dropped before their tables. */
export const views: readonly string[] = ["sessions_of_events"];

/**
 * Every change of the tables, oldest first. Forward only: an entry that was released is never edited.
 *
 * `{{ENGINE}}`, `{{ON_CLUSTER}}` and `{{LOCAL}}` are filled in by `renderTemplate`.
 */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
  /** Takes over what is stored already, once for each `{partition:String}` of `events`, when the tables are there. */
  readonly takeOver?: readonly string[];
}

const sessionColumns = `project_id, session_id, event_id, parent_id, children_ids, trace_id, span_id,
        event_type, event_name, source, start_time, end_time, duration, error, model, provider,
        prompt_tokens, completion_tokens, total_tokens, cost, run_id, datapoint_id, dataset_id,
        inputs, outputs, config, metadata, metrics, feedback, user_properties,
        retention_days, received_at, version, is_deleted`;
const isOfSession = "(event_id = session_id OR event_type = 'session')";

export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE IF NOT EXISTS events{{LOCAL}}{{ON_CLUSTER}} (
        project_id LowCardinality(String), session_id String, event_id String, parent_id String,
        children_ids Array(String), trace_id String, span_id String,
        event_type LowCardinality(String), event_name LowCardinality(String), source LowCardinality(String),
        start_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)), end_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
        duration Float64, error Nullable(String),
        model LowCardinality(String), provider LowCardinality(String), prompt_tokens Float64,
        completion_tokens Float64, total_tokens Float64, cost Float64,
        run_id String, datapoint_id String, dataset_id String,
        inputs String CODEC(ZSTD(3)), outputs String CODEC(ZSTD(3)), config String CODEC(ZSTD(1)),
        metadata String CODEC(ZSTD(3)), metrics String CODEC(ZSTD(1)), feedback String CODEC(ZSTD(1)),
        user_properties String CODEC(ZSTD(1)),
        retention_days UInt16, received_at DateTime64(3, 'UTC'), version UInt64, is_deleted UInt8,
        INDEX by_event event_id TYPE bloom_filter(0.001) GRANULARITY 1,
        INDEX by_session session_id TYPE bloom_filter(0.001) GRANULARITY 1,
        INDEX by_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
        INDEX by_run run_id TYPE bloom_filter(0.001) GRANULARITY 1
      ) ENGINE = {{ENGINE}}(version, is_deleted)
      PARTITION BY toYYYYMM(start_time)
      ORDER BY (project_id, toStartOfHour(start_time), session_id, event_id)
      TTL toDateTime(start_time) + toIntervalDay(retention_days) DELETE WHERE retention_days > 0
      SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1`,
      `CREATE TABLE IF NOT EXISTS event_patches{{LOCAL}}{{ON_CLUSTER}} (
        project_id LowCardinality(String), event_id String, patched_at DateTime64(6, 'UTC'), patch_id String,
        body String CODEC(ZSTD(3)), version UInt64, is_deleted UInt8
      ) ENGINE = {{ENGINE}}(version, is_deleted)
      ORDER BY (project_id, event_id, patched_at, patch_id)
      SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1`,
      `CREATE TABLE IF NOT EXISTS entities{{LOCAL}}{{ON_CLUSTER}} (
        project_id LowCardinality(String), kind LowCardinality(String), id String, name String,
        body String CODEC(ZSTD(1)), created_at DateTime64(6, 'UTC'), version UInt64, is_deleted UInt8
      ) ENGINE = {{ENGINE}}(version, is_deleted)
      ORDER BY (project_id, kind, id)
      SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1`,
    ],
  },
  {
    version: 2,
    statements: [
      // One text for each simple value at the top of `metadata`: an index can tell which rows have it.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} ADD COLUMN IF NOT EXISTS metadata_terms Array(String)
        MATERIALIZED arrayMap(
          entry -> concat(entry.1, '=', if(startsWith(entry.2, '"'), JSONExtractString(entry.2), entry.2)),
          arrayFilter(
            entry -> length(entry.2) <= 1500 AND NOT startsWith(entry.2, '{') AND NOT startsWith(entry.2, '['),
            JSONExtractKeysAndValuesRaw(metadata)
          )
        )`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}
        ADD INDEX IF NOT EXISTS by_metadata metadata_terms TYPE bloom_filter(0.01) GRANULARITY 1`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}
        ADD INDEX IF NOT EXISTS by_datapoint datapoint_id TYPE bloom_filter(0.001) GRANULARITY 1`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}
        ADD INDEX IF NOT EXISTS by_dataset dataset_id TYPE bloom_filter(0.001) GRANULARITY 1`,
    ],
  },
  {
    version: 3,
    statements: [
      // What changed an event goes with it.
      `ALTER TABLE event_patches{{LOCAL}}{{ON_CLUSTER}} ADD COLUMN IF NOT EXISTS retention_days UInt16`,
      `ALTER TABLE event_patches{{LOCAL}}{{ON_CLUSTER}}
        MODIFY TTL toDateTime(patched_at) + toIntervalDay(retention_days) DELETE WHERE retention_days > 0`,
    ],
  },
  {
    version: 4,
    statements: [
      // What events refer to by its hash, as base64: it goes wherever its event goes.
      `CREATE TABLE IF NOT EXISTS media{{LOCAL}}{{ON_CLUSTER}} (
        project_id LowCardinality(String), session_id String, event_id String, sha256 String,
        mime_type LowCardinality(String), content String CODEC(ZSTD(1)),
        start_time DateTime64(6, 'UTC'), retention_days UInt16, version UInt64, is_deleted UInt8,
        INDEX by_event event_id TYPE bloom_filter(0.001) GRANULARITY 1
      ) ENGINE = {{ENGINE}}(version, is_deleted)
      PARTITION BY toYYYYMM(start_time)
      ORDER BY (project_id, session_id, event_id, sha256)
      TTL toDateTime(start_time) + toIntervalDay(retention_days) DELETE WHERE retention_days > 0
      SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1,
        index_granularity_bytes = 1048576`,
    ],
  },
  {
    version: 5,
    statements: [
      // Which rows have a term, not only which blocks of rows: common values fill every block.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}
        ADD INDEX IF NOT EXISTS by_term metadata_terms TYPE text(tokenizer = 'array')`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} DROP INDEX IF EXISTS by_metadata`,
      // A page asks for a hundred sessions at once: one block in ten had to be read for nothing.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}
        ADD INDEX IF NOT EXISTS by_session_id session_id TYPE bloom_filter(0.00001) GRANULARITY 1`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} DROP INDEX IF EXISTS by_session`,
      // In the background; until they are there, the columns are read instead.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} MATERIALIZE INDEX by_term`,
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} MATERIALIZE INDEX by_session_id`,
    ],
  },
  {
    version: 6,
    statements: [
      // A conversation has the same images in each of its turns: within 16 MB, all but the first cost next to nothing.
      `ALTER TABLE media{{LOCAL}}{{ON_CLUSTER}} MODIFY COLUMN content String CODEC(ZSTD(1, 24))`,
      `ALTER TABLE media{{LOCAL}}{{ON_CLUSTER}} MODIFY COLUMN content
        MODIFY SETTING max_compress_block_size = 16777216, min_compress_block_size = 16777216`,
    ],
  },
  {
    version: 7,
    statements: [
      // The events that lists of sessions show, in small blocks: a page of rare ones is in as many blocks as rows.
      // Without indexes: they would cost more when rows are written than a scan of so few rows costs.
      `CREATE TABLE IF NOT EXISTS sessions{{LOCAL}}{{ON_CLUSTER}} (
        project_id LowCardinality(String), session_id String, event_id String, parent_id String,
        children_ids Array(String), trace_id String, span_id String,
        event_type LowCardinality(String), event_name LowCardinality(String), source LowCardinality(String),
        start_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)), end_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
        duration Float64, error Nullable(String),
        model LowCardinality(String), provider LowCardinality(String), prompt_tokens Float64,
        completion_tokens Float64, total_tokens Float64, cost Float64,
        run_id String, datapoint_id String, dataset_id String,
        inputs String CODEC(ZSTD(3)), outputs String CODEC(ZSTD(3)), config String CODEC(ZSTD(1)),
        metadata String CODEC(ZSTD(3)), metrics String CODEC(ZSTD(1)), feedback String CODEC(ZSTD(1)),
        user_properties String CODEC(ZSTD(1)),
        retention_days UInt16, received_at DateTime64(3, 'UTC'), version UInt64, is_deleted UInt8,
        metadata_terms Array(String) MATERIALIZED arrayMap(
          entry -> concat(entry.1, '=', if(startsWith(entry.2, '"'), JSONExtractString(entry.2), entry.2)),
          arrayFilter(
            entry -> length(entry.2) <= 1500 AND NOT startsWith(entry.2, '{') AND NOT startsWith(entry.2, '['),
            JSONExtractKeysAndValuesRaw(metadata)
          )
        )
      )
      ENGINE = {{ENGINE}}(version, is_deleted)
      PARTITION BY toYYYYMM(start_time)
      ORDER BY (project_id, toStartOfHour(start_time), session_id, event_id)
      TTL toDateTime(start_time) + toIntervalDay(retention_days) DELETE WHERE retention_days > 0
      SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1,
        index_granularity = 1024, index_granularity_bytes = 1048576`,
      `CREATE MATERIALIZED VIEW IF NOT EXISTS sessions_of_events{{LOCAL}}{{ON_CLUSTER}} TO sessions{{LOCAL}} AS
      SELECT ${sessionColumns}
      FROM events{{LOCAL}} WHERE ${isOfSession}`,
    ],
    takeOver: [
      `INSERT INTO sessions (${sessionColumns})
      SELECT ${sessionColumns}
      FROM events WHERE ${isOfSession} AND _partition_id = {partition:String}`,
    ],
  },
  {
    version: 8,
    statements: [
      // Answers are repeated for a day.
      `ALTER TABLE entities{{LOCAL}}{{ON_CLUSTER}}
        MODIFY TTL toDateTime(created_at) + toIntervalDay(1) DELETE WHERE kind = 'request'`,
    ],
  },
  {
    version: 9,
    statements: [
      ...["events", "sessions"].flatMap((table) => [
        // Terms of what nobody looks for by its text, or by a column of its own, are most of what terms cost.
        `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}} MODIFY COLUMN metadata_terms Array(String)
        MATERIALIZED arrayMap(
          entry -> concat(entry.1, '=', if(startsWith(entry.2, '"'), JSONExtractString(entry.2), entry.2)),
          arrayFilter(
            entry -> length(entry.2) <= 1500 AND NOT startsWith(entry.2, '{') AND NOT startsWith(entry.2, '[')
              AND entry.1 NOT IN ('run_id', 'datapoint_id', 'dataset_id', 'trace_id', 'span_id', 'parent_span_id',
                'prompt_tokens', 'completion_tokens', 'total_tokens', 'cost'),
            JSONExtractKeysAndValuesRaw(metadata)
          )
        )`,
        // An eighth of what a merge costs, for one byte in thirty.
        `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}} MODIFY COLUMN inputs String CODEC(ZSTD(1)),
        MODIFY COLUMN outputs String CODEC(ZSTD(1)), MODIFY COLUMN metadata String CODEC(ZSTD(1))`,
      ]),
      // Eight parts of a size become one, not five: two merges of a row instead of three, for two parts more.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} MODIFY SETTING merge_selector_base = 8`,
    ],
  },
  {
    version: 10,
    statements: [
      // What an event was posted as: the same post that comes again undoes no change in between. Nobody lists by it.
      `ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}} ADD COLUMN IF NOT EXISTS post_digest String`,
    ],
  },
];
