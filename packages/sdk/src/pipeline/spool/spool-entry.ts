import type { Logger } from "../../lib/logger.js";
import type { DropReason, Ledger, LedgerSnapshot } from "../ledger.js";
import type { Delivery } from "../retry.js";
import type { TransportRequest } from "../transport.js";
import type { SpoolDirectory, SpooledFile } from "./spool-directory.js";
import type { SpooledRequest, SpoolKind } from "./spool-file.js";

export interface SpoolLimits {
  /** Most bytes that this process keeps on disk for one destination. */
  readonly maxBytes: number;
  /** How long something may wait, over restarts too. */
  readonly maxAgeMs: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Pause after a request that was given up, before it is tried anew. */
  readonly pauseMs: number;
}

export interface SpoolOptions {
  readonly directory: SpoolDirectory;
  readonly limits: SpoolLimits;
  readonly logger: Logger;
  readonly deliver: (request: TransportRequest) => Promise<Delivery>;
  /** The accounts of what this process has made. */
  readonly ledgers: Readonly<Record<SpoolKind, Ledger>>;
  readonly onDropped: (what: SpoolKind, reason: DropReason, count: number, message: string) => void;
  /** Called when something has been settled. */
  readonly onProgress: () => void;
  /** Runs file and network operations outside the scope of whoever gave something. */
  readonly runUntraced: <Result>(fn: () => Result) => Result;
}

export interface SpoolSnapshot {
  readonly directory: string;
  /** On disk now, of this process and of earlier ones that it has taken over. */
  readonly spans: number;
  readonly requests: number;
  readonly sizeBytes: number;
  /** What earlier processes left and this one has taken over. */
  readonly replayed: { readonly spans: LedgerSnapshot; readonly requests: LedgerSnapshot };
}

/** A file of the spool, as its pipeline knows it. */
export interface SpoolEntry extends SpooledFile {
  readonly ledger: Ledger;
  /** `held`: in memory too, and sent from there. */
  state: "held" | "ready" | "sending";
  notBeforeMs: number;
  /** Until they are on disk. */
  bytes: Buffer | undefined;
  written: Promise<boolean>;
}

/** What a file that is written now will be. */
export function describeFile(
  name: string,
  bytes: Buffer,
  { kind, count }: SpooledRequest,
): SpooledFile {
  return { name, kind, count, sizeBytes: bytes.byteLength, writtenAtMs: Date.now() };
}

/** Requests of one key keep their order; the key itself is nobody's business. */
export function orderOf(key: string): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}
