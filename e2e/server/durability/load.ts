import { makeRandom, type Random } from "@honeyhive/testing";
import { eventIdOfSpan } from "@honeyhive/contract";

import { sendSpans, type SeedSpan } from "../../web/otlp.js";
import type { ServerProcess } from "./server-process.js";

interface Batch {
  readonly sessionId: string;
  readonly spans: readonly SeedSpan[];
  /** Metadata that is added to the batch's first event once the batch is acknowledged. */
  readonly patch: string;
  state: "sent" | "stored" | "patched";
}

const clientCount = 6;
const maxBatchSize = 40;

/** Clients that send batches of new spans and change what was acknowledged, for one point of time to kill at. */
export class Load {
  /** In the metadata of each span. */
  readonly id: string;
  readonly #random: Random;
  readonly #batches: Batch[] = [];
  #server: ServerProcess;
  #isStopped = false;

  constructor(server: ServerProcess, seed: number) {
    this.#server = server;
    this.#random = makeRandom(seed);
    this.id = this.#random.uuid();
  }

  /** Ids of all events that were sent. */
  get sent(): Set<string> {
    return idsOf(this.#batches);
  }

  /** Ids of those that the server said it has. */
  get acknowledged(): Set<string> {
    return idsOf(this.#acknowledgedBatches);
  }

  get sentSessions(): Set<string> {
    return new Set(this.#batches.map(({ sessionId }) => sessionId));
  }

  /** Sessions of which the server said that it has spans. */
  get acknowledgedSessions(): Set<string> {
    return new Set(this.#acknowledgedBatches.map(({ sessionId }) => sessionId));
  }

  /** Sessions of which the server said that something directly below them failed. */
  get acknowledgedFailures(): Set<string> {
    const failed = this.#acknowledgedBatches.filter(({ spans }) =>
      spans.some(({ error }) => error !== undefined),
    );
    return new Set(failed.map(({ sessionId }) => sessionId));
  }

  /** Names of the changes that the server said it has. */
  get acknowledgedPatches(): string[] {
    return this.#batches.filter(({ state }) => state === "patched").map(({ patch }) => patch);
  }

  get batchCount(): number {
    return this.#batches.length;
  }

  get #acknowledgedBatches(): readonly Batch[] {
    return this.#batches.filter(({ state }) => state !== "sent");
  }

  /** Sends until `stop()`. What fails is sent again: by `finish()` when the server is gone, else at once. */
  async run(onFailure: "finish-later" | "send-again"): Promise<void> {
    const clients = Array.from({ length: clientCount }, async () => {
      while (!this.#isStopped) {
        const batch = this.#newBatch();
        this.#batches.push(batch);
        while (!(await this.#deliver(batch))) if (onFailure === "finish-later") return;
      }
    });
    await Promise.all(clients);
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Sends everything that was not acknowledged once more, and some of what was. */
  async finish(server: ServerProcess): Promise<void> {
    this.#server = server;
    const again = this.#batches.filter(
      ({ state }) => state !== "patched" || this.#random.chance(0.2),
    );
    const delivered = again.map((batch) => {
      batch.state = "sent";
      return this.#deliver(batch);
    });
    if ((await Promise.all(delivered)).every(Boolean)) return;
    throw new Error("Expected the server to take what is sent again, but it did not.");
  }

  async #deliver(batch: Batch): Promise<boolean> {
    try {
      if (batch.state === "sent") await sendSpans(this.#server, batch.spans);
      batch.state = "stored";
      await this.#patch(batch);
      batch.state = "patched";
      return true;
    } catch {
      // The server or its store was killed.
      return false;
    }
  }

  async #patch({ spans: [first], patch }: Batch): Promise<void> {
    if (first === undefined) return;
    const event_id = eventIdOfSpan(first.traceId, first.spanId);
    const body = { metadata: { [patch]: true } };
    await this.#server.client("updateEvent", { params: { event_id }, body });
  }

  /** Of a new session now and then, else of the one before's. */
  #newBatch(): Batch {
    const previous = this.#random.chance(0.8) ? this.#batches.at(-1)?.sessionId : undefined;
    const sessionId = previous ?? this.#random.uuid();
    const traceId = this.#random.uuid().replaceAll("-", "");
    const spans = Array.from({ length: 1 + this.#random.below(maxBatchSize) }, (_, index) => ({
      traceId,
      spanId: (index + 1).toString(16).padStart(16, "0"),
      name: `step ${index}`,
      startMs: Date.now(),
      endMs: Date.now() + index,
      ...(this.#random.chance(0.01) ? { error: "did not answer" } : {}),
      attributes: {
        "honeyhive.session_id": sessionId,
        "honeyhive_metadata.load": this.id,
        "honeyhive_inputs.text": "a question ".repeat(1 + this.#random.below(200)),
      },
    }));
    return { sessionId, spans, patch: `patch-${this.#batches.length}`, state: "sent" };
  }
}

function idsOf(batches: readonly Batch[]): Set<string> {
  const spans = batches.flatMap((batch) => batch.spans);
  return new Set(spans.map(({ traceId, spanId }) => eventIdOfSpan(traceId, spanId)));
}
