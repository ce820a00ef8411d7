import { capability, routes } from "@honeyhive/contract";

import { textOf } from "./request-body.js";
import type { Delivery } from "./retry.js";
import type { TransportRequest } from "./transport.js";

/** Bounds of what travels in one request. */
export const maxBatchCount = 1024;
export const maxBatchBytes = 1 << 20;

const joinable = [routes.startSessionLegacy, routes.updateEventLegacy];

/** A batch takes starts of sessions and changes of events. */
export function canJoin({ method, path }: TransportRequest): boolean {
  return joinable.some((route) => route.method === method && route.path === path);
}

/** Several requests as one: the server takes the body of each as it would have come alone. */
export function joinRequests(requests: readonly TransportRequest[]): TransportRequest {
  const [first] = requests;
  if (first === undefined) throw new RangeError("Expected requests to join, got none.");
  if (requests.length === 1) return first;
  const { method, path } = routes.changeSessions;
  let changes = "";
  for (const request of requests) changes += (changes === "" ? "" : ",") + textOf(request.body);
  const body = `{"changes":[${changes}]}`;
  return { ...first, method: method === "POST" ? "POST" : "PUT", path, body };
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
