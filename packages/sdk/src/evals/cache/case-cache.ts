import type { CallCounts, ResolvedCache } from "../types/model-cache.js";
import { cacheKey } from "./cache-key.js";

type Fetch = typeof globalThis.fetch;

const noCalls: CallCounts = { hits: 0, misses: 0, bypassed: 0 };

/** Where answers are kept, by what was asked. */
export interface KeptAnswers {
  readonly options: ResolvedCache;
  /**
   * The answer, or what takes it from who is to ask. Whoever asks the same meanwhile waits for it. Rejects with the reason
   * of `signal`.
   */
  find(key: string, signal: AbortSignal | null | undefined): Promise<Response | AnswerToCome>;
}

/** Ends with one of both, or others wait. */
export interface AnswerToCome {
  /** In the background: the caller reads the same answer as it comes. */
  readonly keep: (response: Response) => void;
  readonly giveUp: () => void;
}

/** The cache as one trial of one case sees it. */
export class CaseCache {
  hits = 0;
  misses = 0;
  bypassed = 0;
  private ofFunction: CallCounts | undefined;
  private readonly cache: KeptAnswers;
  private readonly trial: number;
  /** Numbers of the equal requests that are under way or were answered, by what they ask. */
  private readonly occurrences = new Map<string, Set<number>>();

  constructor(cache: KeptAnswers, trial: number) {
    this.cache = cache;
    this.trial = trial;
  }

  /** What is asked from now on, evaluators ask. */
  startEvaluators(): void {
    const { hits, misses, bypassed } = this;
    this.ofFunction = { hits, misses, bypassed };
  }

  /** Of the case's function; of its evaluators are the others. */
  get functionCalls(): CallCounts {
    return this.ofFunction ?? this;
  }

  /** Of its evaluators, judges above all. */
  get evaluatorCalls(): CallCounts {
    return this.ofFunction === undefined ? noCalls : subtract(this, this.ofFunction);
  }

  /** Answers a model call from the cache, or asks and keeps the answer. Anything else is sent as it is. */
  async fetch(send: Fetch, ...[input, init]: Parameters<Fetch>): Promise<Response> {
    const request = typeof input === "object" && "url" in input ? input : undefined;
    const method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    const url = request?.url ?? String(input);
    if (!this.cache.options.match({ method, url })) return send(input, init);
    const body = await readBody(request, init);
    if (body === undefined) {
      this.bypassed++;
      return send(input, init);
    }
    const parts = { method, url, body, trial: this.trial };
    const asked = cacheKey({ ...parts, occurrence: 0 });
    const occurrence = this.take(asked);
    const key = cacheKey({ ...parts, occurrence });
    const giveBack = (): void => void this.occurrences.get(asked)?.delete(occurrence);
    const found = await this.cache
      .find(key, init?.signal ?? request?.signal)
      .catch(rethrow(giveBack));
    if (found instanceof Response) {
      this.hits++;
      return found;
    }
    this.misses++;
    // A retry of what failed asks the same again, not something new.
    const fail = (): void => {
      giveBack();
      found.giveUp();
    };
    const response = await send(input, init).catch(rethrow(fail));
    if (response.ok) found.keep(response.clone());
    else fail();
    return response;
  }

  private take(asked: string): number {
    const taken = this.occurrences.get(asked) ?? new Set();
    this.occurrences.set(asked, taken);
    let occurrence = 0;
    while (taken.has(occurrence)) occurrence++;
    taken.add(occurrence);
    return occurrence;
  }
}

function rethrow(before: () => void): (error: unknown) => never {
  return (error) => {
    before();
    throw error;
  };
}

function subtract(all: CallCounts, part: CallCounts): CallCounts {
  return {
    hits: all.hits - part.hits,
    misses: all.misses - part.misses,
    bypassed: all.bypassed - part.bypassed,
  };
}

/** Undefined for bodies that can be read only once, or differ each time they are written. */
async function readBody(
  request: Request | undefined,
  init: RequestInit | undefined,
): Promise<string | Uint8Array | undefined> {
  const body = init?.body;
  if (body === undefined || body === null) {
    return request === undefined ? "" : new Uint8Array(await request.clone().arrayBuffer());
  }
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body))
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return undefined;
}
