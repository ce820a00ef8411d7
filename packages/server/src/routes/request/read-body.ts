import type { IncomingMessage } from "node:http";

import { decompressors } from "../../compression/decompress.js";
import { TooLargeError } from "../../compression/too-large-error.js";
import type { BufferPool } from "../../lib/buffer-pool.js";
import type { Reservation } from "../../lib/byte-budget.js";
import { HttpError } from "../../lib/http-error.js";
import { isTooDeep, maxJsonDepth, parseJson } from "../../lib/json.js";
import { QueueFullError } from "../../lib/micro-batcher.js";
import { PaceOfBody } from "./pace-of-body.js";

/** A request, and what Node received of it. */
interface ReceivedRequest {
  readonly raw: Request;
  readonly incoming: IncomingMessage;
}

/** Smaller bodies come in one piece. */
const largeBytes = 64 * 1024;

interface Room {
  /** The body is at most that long, before and after decompression. */
  readonly limitBytes: number;
  /** Grows with what is read. */
  readonly reading: Reservation;
  /** How often it is looked at whether the rest comes fast enough. Default 10 s. */
  readonly paceMs?: number;
}

/** The decompressed body. */
export async function readBody(
  received: ReceivedRequest,
  room: Room,
  memory?: BufferPool,
): Promise<Uint8Array> {
  const { limitBytes, reading } = room;
  const { headers } = received.raw;
  const declared = Number(headers.get("content-length") ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes, `${declared} bytes`);
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") {
    const isLarge = declared >= largeBytes;
    return readAtMost(received, room, isLarge ? () => memory?.take(declared) : undefined);
  }
  const body = await readAtMost(received, room);
  const decompress = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (decompress === undefined) {
    throw new HttpError(
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      `Expected \`content-encoding\` to be gzip, deflate, zstd or absent, got \`${encoding}\`. Send the body uncompressed.`,
    );
  }
  try {
    return await decompress(body, limitBytes, (moreBytes) => reading.grow(moreBytes));
  } catch (error) {
    if (error instanceof QueueFullError) throw error;
    if (error instanceof TooLargeError) throw tooLarge(limitBytes, "more after decompression");
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected a ${encoding} body, got bytes that are not: ${error instanceof Error ? error.message : ""}. ` +
        "Compress the body, or leave `content-encoding` out.",
      { cause: error },
    );
  }
}

/** The body as JSON; an empty one is an empty object. */
export async function readJson(received: ReceivedRequest, room: Room): Promise<unknown> {
  return parseJsonBody(await readBody(received, room));
}

export function parseJsonBody(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  const text = new TextDecoder().decode(body);
  const value = parseJson(text);
  if (value === undefined) {
    if (isTooDeep(text)) throw tooDeep();
    throw new HttpError(
      400,
      "INVALID_JSON",
      `Expected a JSON body, got \`${text.slice(0, 60)}\`. Send valid JSON with \`content-type: application/json\`.`,
    );
  }
  return value;
}

async function readAtMost(
  received: ReceivedRequest,
  room: Room,
  makeSpace?: () => Buffer | undefined,
): Promise<Uint8Array> {
  try {
    return await readParts(received, room, makeSpace);
  } catch (error) {
    if (
      error instanceof HttpError ||
      error instanceof QueueFullError ||
      !received.incoming.destroyed
    )
      throw error;
    const message = "The client went away before it had sent the whole body.";
    throw new HttpError(499, "CANCELLED", message, { cause: error });
  }
}

/** `raw.arrayBuffer()` would copy the body once more. The space is as long as Node lets the body be. */
async function readParts(
  { raw, incoming }: ReceivedRequest,
  { limitBytes, reading, paceMs }: Room,
  makeSpace?: () => Buffer | undefined,
): Promise<Uint8Array> {
  // The sender has hung up, and may have sent all of the body before.
  if (incoming.destroyed) return new Uint8Array(await raw.arrayBuffer());
  const parts: Buffer[] = [];
  let into: Buffer | undefined;
  let sizeBytes = 0;
  // Whoever is refused is answered all the same.
  const coming = incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  using pace = new PaceOfBody(reading, paceMs);
  try {
    for (;;) {
      const { value: part } = await Promise.race([coming.next(), pace.broken]);
      if (part === undefined) break;
      reading.grow(part.length);
      if (sizeBytes === 0) into = makeSpace?.();
      if (into === undefined) parts.push(part);
      else part.copy(into, sizeBytes);
      sizeBytes += part.length;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes, "more");
    }
  } finally {
    // Not awaited: it ends behind the next part, which may never come.
    void coming.return?.();
  }
  if (into !== undefined) return into.subarray(0, sizeBytes);
  const [first] = parts;
  return first?.length === sizeBytes ? first : Buffer.concat(parts, sizeBytes);
}

function tooDeep(): HttpError {
  return new HttpError(
    400,
    "INVALID_JSON",
    `Expected JSON that is nested at most ${maxJsonDepth} deep, got more. Send what is deeper as text.`,
  );
}

function tooLarge(limitBytes: number, actual: string): HttpError {
  return new HttpError(
    413,
    "PAYLOAD_TOO_LARGE",
    `Expected a body of at most ${limitBytes} bytes, got ${actual}. Split it into several requests.`,
  );
}
