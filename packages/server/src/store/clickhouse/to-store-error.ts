import { ClickHouseError } from "@clickhouse/client";

import { isFull } from "../is-full.js";
import { StoreError, type StoreErrorCode } from "../store-error.js";

/**
 * ClickHouse's codes for what may pass by itself: nodes that cannot be reached or lost their connection,
 * too many parts or queries, tables that are read-only while Keeper is away, replicas that did not confirm.
 */
const passing = new Set(["32", "202", "209", "210", "242", "252", "279", "285", "319", "999"]);
const refusals = new Set(["192", "193", "194", "497", "516"]);
const timeoutExceeded = "159";
const cancelled = "394";
const notEnoughSpace = "243";

/** Whether the node was not reached, or was lost before it answered. */
export function isConnectionError(error: unknown): boolean {
  if (
    !(error instanceof Error) ||
    error instanceof ClickHouseError ||
    error instanceof StoreError
  ) {
    return false;
  }
  // Node's own errors have codes like ECONNRESET. The client's for silence, and for what a gateway says instead of
  // ClickHouse, are nothing but errors.
  return "code" in error ? /^E[A-Z]/.test(String(error.code)) : error.constructor === Error;
}

/** Whether the same request may succeed if it is sent again. */
export function isPassing(error: unknown): boolean {
  return error instanceof ClickHouseError ? passing.has(error.code) : isConnectionError(error);
}

export function toStoreError(kind: "query" | "insert" | "command", error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(codeOf(kind, error), messageOf(error), { cause: error });
}

function codeOf(kind: "query" | "insert" | "command", error: unknown): StoreErrorCode {
  if (isPassing(error)) return "STORE_UNAVAILABLE";
  if (error instanceof ClickHouseError) {
    if (error.code === timeoutExceeded) return "QUERY_TIMEOUT";
    if (error.code === cancelled) return "QUERY_CANCELLED";
    if (error.code === notEnoughSpace || isFull(error.message)) return "STORE_FULL";
    if (refusals.has(error.code)) return "STORE_UNAVAILABLE";
  }
  return kind === "insert" ? "INSERT_FAILED" : "QUERY_FAILED";
}

/** Node tells of several attempts by an error without a message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return error instanceof AggregateError ? error.errors.map(messageOf).join(" ") : error.name;
}
