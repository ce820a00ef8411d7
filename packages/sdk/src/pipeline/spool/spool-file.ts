import { bytesOf } from "../request-body.js";
import type { TransportRequest } from "../transport.js";

/** One request as it waits on disk. Where it goes and the key are not in it: the folder says to whom it belongs. */
export interface SpooledRequest extends Omit<TransportRequest, "timeoutMs"> {
  readonly kind: SpoolKind;
  /** Spans in the body; 1 for an update. */
  readonly count: number;
}

export type SpoolKind = "span" | "update";

const version = 1;
const lineFeed = 0x0a;

/** A line of JSON that describes the body, and the body. */
export function encodeSpoolFile({ body: given, ...description }: SpooledRequest): Buffer {
  const body = bytesOf(given);
  const header = { version, sizeBytes: body.byteLength, ...description };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/** Undefined for what is not a whole file of this version. */
export function decodeSpoolFile(bytes: Buffer): SpooledRequest | undefined {
  const end = bytes.indexOf(lineFeed);
  const header = end === -1 ? undefined : parseHeader(bytes.toString("utf8", 0, end));
  const body = bytes.subarray(end + 1);
  if (header === undefined || header.sizeBytes !== body.byteLength) return undefined;
  const { kind, count, method, path, contentType } = header;
  return { kind, count, method, path, contentType, body };
}

type Header = Omit<SpooledRequest, "body"> & { readonly sizeBytes: number };

function parseHeader(text: string): Header | undefined {
  try {
    const header = JSON.parse(text) as Partial<Header & { readonly version: number }> | null;
    const isWhole =
      header?.version === version &&
      (header.kind === "span" || header.kind === "update") &&
      (header.method === "POST" || header.method === "PUT") &&
      Number.isSafeInteger(header.count) &&
      typeof header.path === "string" &&
      typeof header.contentType === "string";
    // Every field has been looked at.
    return isWhole ? (header as Header) : undefined;
  } catch {
    // Not ours.
    return undefined;
  }
}
