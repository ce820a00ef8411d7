import { capability, routes } from "@honeyhive/contract";

import type { Delivery } from "./retry.js";

/** Bounds of what travels in one request. */
export const maxBatchCount = 1024;
export const maxBatchBytes = 1 << 20;

/** Where a request goes: one of the contract's routes, which all that wait for it share. */
export interface TextRoute {
  readonly method: string;
  readonly path: string;
}

const joinable = [routes.startSessionLegacy, routes.updateEventLegacy];

export const batchRoute = routes.changeSessions;

/** A batch takes starts of sessions and changes of events. */
export function canJoin({ method, path }: TextRoute): boolean {
  return joinable.some((route) => route.method === method && route.path === path);
}

/** A text within others. */
interface StoredText {
  readonly chunk: Buffer;
  readonly start: number;
  readonly sizeBytes: number;
}

const opening = Buffer.from('{"changes":[');
const closing = Buffer.from("]}");
const comma = 0x2c;

/** The body of a batch: the server takes that of each request as it would have come alone. */
export function joinTexts(texts: readonly StoredText[]): Buffer {
  const textBytes = texts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const commas = texts.length - 1;
  const body = Buffer.allocUnsafe(opening.length + textBytes + commas + closing.length);
  let position = opening.copy(body);
  for (const [index, { chunk, start, sizeBytes }] of texts.entries()) {
    if (index > 0) body[position++] = comma;
    position += chunk.copy(body, position, start, start + sizeBytes);
  }
  closing.copy(body, position);
  return body;
}

export function offersBatches(capabilities = ""): boolean {
  return capabilities !== "" && capabilities.split(", ").includes(capability.sessionBatches);
}

const noneRejected: ReadonlyMap<number, Delivery> = new Map();

/** What a server that has taken a batch did not keep of it, by the places of the requests. */
export function rejectedIn(delivery: Delivery): ReadonlyMap<number, Delivery> {
  if (delivery.result !== "delivered") return noneRejected;
  const { body } = delivery.response;
  if (!body.includes('"rejected"')) return noneRejected;
  try {
    // Of a server that is known to take batches; what is not there is not read.
    const answer = JSON.parse(body.toString("utf8")) as {
      readonly rejected?: readonly { readonly index: number; readonly message: string }[];
    };
    return new Map(
      (answer.rejected ?? []).map(({ index, message }): [number, Delivery] => [
        index,
        { result: "rejected", status: 409, message: `HTTP 409: ${message}` },
      ]),
    );
  } catch {
    // Not the answer of a batch after all: the status said 2xx, so it was taken.
    return noneRejected;
  }
}

/** Whether it may be a single request, or the batch as such, that was refused: each alone may be taken. */
export function isOfBatch(delivery: Delivery): boolean {
  return delivery.result === "rejected" && ![401, 403].includes(delivery.status);
}

/** Whether the server has no such route, whatever was said before. */
export function hasNoBatches(delivery: Delivery): boolean {
  return delivery.result === "rejected" && [404, 405, 501].includes(delivery.status);
}
