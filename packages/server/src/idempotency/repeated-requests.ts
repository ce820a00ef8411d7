import { createHash } from "node:crypto";

import type { JsonObject } from "@honeyhive/contract";

import type { EntityRepository, EntityScope } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";
import type { Clock } from "../lib/clock.js";
import { deriveIds, type DerivedIds } from "../lib/derived-ids.js";
import { GatheredReads } from "../lib/gathered-reads.js";
import { groupBy } from "../lib/group-by.js";
import { HttpError } from "../lib/http-error.js";
import { MicroBatcher } from "../lib/micro-batcher.js";

export interface KeyedRequest {
  readonly projectId: string;
  /** The client's, for this request and its repeats. */
  readonly key: string;
  /** What is the same in each repeat: method, path, query and body. */
  readonly content: readonly (string | Uint8Array)[];
  /** Whether the answer is shown this once, and kept nowhere. */
  readonly isSecret: boolean;
}

/** An answer, to be kept under what its request was sent with. */
interface KeptAnswer {
  readonly projectId: string;
  readonly id: string;
  readonly body: JsonObject;
}

const rememberedMs = 24 * 3_600_000;

/**
 * Answers a request that comes again under its key as it was answered first. The answer is stored before it is sent,
 * so it holds for every server over the same store. A request that is repeated before it was answered (its server
 * died, or two servers got it) is carried out again, and names the same things: its ids follow from key and content.
 */
export class RepeatedRequests {
  readonly #entities: EntityRepository;
  readonly #clock: Clock;
  readonly #running = new Set<string>();
  /** Looking for an answer and keeping one take the store longer than most of what is asked, one at a time. */
  readonly #answers: GatheredReads<Entity>;
  readonly #kept: MicroBatcher<KeptAnswer>;

  constructor(entities: EntityRepository, clock: Clock) {
    this.#entities = entities;
    this.#clock = clock;
    this.#answers = new GatheredReads((projectId, ids) => this.#readAnswers(projectId, ids));
    this.#kept = new MicroBatcher({
      maxItems: 500,
      maxBytes: 8 * 1024 * 1024,
      maxQueuedBytes: 64 * 1024 * 1024,
      run: (answers) => this.#keep(answers),
    });
  }

  /** `answer` is called for the first of them. What it rejects with is not remembered: nothing was changed. */
  async answerOnce(
    request: KeyedRequest,
    answer: (ids: DerivedIds) => Promise<Response>,
  ): Promise<Response> {
    const { projectId, key } = request;
    const place = `${projectId}/${key}`;
    if (this.#running.has(place)) throw isRunning(key);
    this.#running.add(place);
    try {
      const fingerprint = fingerprintOf(request);
      const id = idOf(key);
      const known = await this.#answers.read(projectId, id);
      if (known !== undefined && this.#isRemembered(known)) return repeat(known, key, fingerprint);
      const response = await answer(deriveIds(`${place}/${fingerprint}`));
      const text = request.isSecret ? undefined : await response.clone().text();
      const body = { fingerprint, status: response.status, text };
      await this.#kept.submit([{ projectId, id, body }], Buffer.byteLength(text ?? ""), projectId);
      return response;
    } finally {
      this.#running.delete(place);
    }
  }

  async #readAnswers(
    projectId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Entity>> {
    const found = await this.#entities.findMany(scopeOf(projectId), ids, { isForWrite: true });
    return new Map(found.map((entity) => [entity.id, entity]));
  }

  async #keep(answers: readonly KeptAnswer[]): Promise<void> {
    for (const [projectId, own] of groupBy(answers, (answer) => answer.projectId)) {
      const entities = own.map(({ id, body }) => ({ id, name: "", body }));
      await this.#entities.saveAll(scopeOf(projectId), entities);
    }
  }

  /** The table drops them after that time, if not at once. */
  #isRemembered({ createdAtMs }: Entity): boolean {
    return createdAtMs > this.#clock() / 1000 - rememberedMs;
  }
}

function repeat({ body }: Entity, key: string, fingerprint: string): Response {
  const { status, text } = body;
  if (body["fingerprint"] !== fingerprint) {
    throw new HttpError(
      422,
      "IDEMPOTENCY_KEY_REUSED",
      `Expected the request that \`${key}\` was used for, got another. Use a new key for each request.`,
      { field: "Idempotency-Key" },
    );
  }
  if (typeof text !== "string") {
    throw new HttpError(
      409,
      "IDEMPOTENCY_KEY_USED",
      `Expected a new request, got the one that was answered under \`${key}\`, whose answer is shown once. If it was lost, revoke what it made and send a new key.`,
      { field: "Idempotency-Key" },
    );
  }
  const headers = { "content-type": "application/json", "idempotent-replayed": "true" };
  return new Response(text, { status: Number(status), headers });
}

function isRunning(key: string): HttpError {
  return new HttpError(
    409,
    "IDEMPOTENCY_KEY_IN_USE",
    `Expected \`${key}\` to be free, and its request is being answered. Send it again in a second.`,
    { field: "Idempotency-Key", headers: { "retry-after": "1" } },
  );
}

function scopeOf(projectId: string): EntityScope {
  return { projectId, kind: "request" };
}

/** Keys may tell something: they are kept as hashes. */
function idOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function fingerprintOf({ content }: KeyedRequest): string {
  const hash = createHash("sha256");
  for (const part of content) hash.update(part).update("\0");
  return hash.digest("hex");
}
