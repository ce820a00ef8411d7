import { isFull } from "../is-full.js";
import type { StoreErrorCode } from "../store-error.js";

/**
 * Smaller parts keep their columns in one file. Making files is a quarter of what small inserts and the merges of
 * their parts cost, and a part of events with a file for each column has more than a hundred.
 */
const wideFromBytes = 48 * 1024 * 1024;

/** Server configuration of the embedded engine. Without a cap it would take 90 % of the machine. */
export function engineSettings(memoryBytes: number): string {
  return [
    "<clickhouse>",
    `  <max_server_memory_usage>${memoryBytes}</max_server_memory_usage>`,
    "  <mark_cache_size>67108864</mark_cache_size>",
    "  <uncompressed_cache_size>0</uncompressed_cache_size>",
    "  <background_pool_size>2</background_pool_size>",
    `  <merge_tree><min_bytes_for_wide_part>${wideFromBytes}</min_bytes_for_wide_part></merge_tree>`,
    "</clickhouse>",
    "",
  ].join("\n");
}

/** An insert is of few megabytes: handing them from thread to thread costs more than it saves. */
export const writerSettings: Readonly<Record<string, string | number>> = {
  max_threads: 1,
  max_insert_threads: 1,
  input_format_parallel_parsing: 0,
};

/**
 * By itself the engine wants a GiB of free memory for each thread of a question, and has 1.5 GB in all: every question
 * would be answered by one thread.
 */
export const readerSettings: Readonly<Record<string, string | number>> = {
  max_threads_min_free_memory_per_thread: 256 * 1024 * 1024,
};

export const cancelledMessage = "The query was cancelled.";

/** ClickHouse names its errors at the end of the message: `… (TIMEOUT_EXCEEDED)`. */
export function toErrorCode(kind: "query" | "insert" | "command", message: string): StoreErrorCode {
  if (message.includes("TIMEOUT_EXCEEDED")) return "QUERY_TIMEOUT";
  if (message === cancelledMessage) return "QUERY_CANCELLED";
  if (isFull(message)) return "STORE_FULL";
  return kind === "insert" ? "INSERT_FAILED" : "QUERY_FAILED";
}
