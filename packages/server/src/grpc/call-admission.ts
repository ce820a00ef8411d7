import type * as grpcModule from "@grpc/grpc-js";
import type { Metadata, ServerInterceptingCallInterface, ServerInterceptor } from "@grpc/grpc-js";

import type { Grant } from "../auth/grant.js";
import { FairShares } from "../lib/fair-shares.js";
import { QueueFullError } from "../lib/micro-batcher.js";

/** The library holds what has come of each body, however large: so many are read at once, and others wait unread. */
const readAtOnce = 16;

/** Where others wait, a body must have come by then. */
const mostMs = 30_000;
const lookEveryMs = 5000;

export interface AdmissionOptions {
  readonly identify: (call: ServerInterceptingCallInterface, metadata: Metadata) => Promise<Grant>;
  readonly toStatus: (thrown: unknown) => { readonly code: number; readonly details: string };
}

/** Of a call whose body is read, or waits to be. */
interface Reading {
  readonly call: ServerInterceptingCallInterface;
  readonly owner: string;
  readonly sinceMs: number;
  readonly start: () => void;
  readonly refuse: (reason: Error) => void;
}

/** Nothing of a call's body is read before it is known whose it is, and there is room for it. */
export class CallAdmission {
  readonly #options: AdmissionOptions;
  readonly #shares = new FairShares(readAtOnce);
  readonly #waiting = new Set<Reading>();
  readonly #reading = new Set<Reading>();
  readonly #grants = new WeakMap<Metadata, Grant>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Of a call that was let in, by its metadata. */
  grantOf(metadata: Metadata): Grant {
    const grant = this.#grants.get(metadata);
    if (grant === undefined) throw new TypeError("Expected a call that was let in, got another.");
    return grant;
  }

  interceptor(grpc: typeof grpcModule): ServerInterceptor {
    return (_, call) => {
      let reading: Reading | undefined;
      let isOver = false;
      const end = (): void => {
        isOver = true;
        if (reading !== undefined) this.#end(reading);
      };
      const admit = async (metadata: Metadata): Promise<void> => {
        const grant = await this.#options.identify(call, metadata);
        this.#grants.set(metadata, grant);
        if (isOver) return;
        await new Promise<void>((start, refuse) => {
          const sinceMs = performance.now();
          reading = { call, owner: grant.project.id, sinceMs, start, refuse };
          this.#waiting.add(reading);
          this.#startNext();
        });
      };
      const listener = new grpc.ServerListenerBuilder()
        .withOnReceiveMetadata((metadata, pass) => {
          admit(metadata).then(
            () => pass(metadata),
            (thrown: unknown) => {
              end();
              call.sendStatus(this.#options.toStatus(thrown));
            },
          );
        })
        .withOnReceiveMessage((message, pass) => {
          end();
          pass(message);
        })
        .withOnCancel(end)
        .build();
      return new grpc.ServerInterceptingCall(call, { start: (next) => next(listener) });
    };
  }

  #startNext(): void {
    for (const reading of this.#waiting) {
      if (!this.#shares.fits(1, reading.owner)) continue;
      this.#waiting.delete(reading);
      this.#reading.add(reading);
      this.#shares.add(1, reading.owner);
      reading.start();
    }
    if (this.#waiting.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.#cutOff(), lookEveryMs).unref();
  }

  #end(reading: Reading): void {
    this.#waiting.delete(reading);
    if (!this.#reading.delete(reading)) return;
    this.#shares.add(-1, reading.owner);
    this.#startNext();
  }

  /** Whoever sends slowly keeps the others waiting no longer. */
  #cutOff(): void {
    const startedMs = performance.now() - mostMs;
    for (const reading of [...this.#reading, ...this.#waiting]) {
      if (reading.sinceMs > startedMs) continue;
      const reason = new QueueFullError(
        "Expected the body within 30 s, because others wait, and it is not there.",
      );
      reading.refuse(reason);
      reading.call.sendStatus(this.#options.toStatus(reason));
      this.#end(reading);
    }
  }
}
