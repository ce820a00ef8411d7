import { AsyncLocalStorage } from "node:async_hooks";

import type { CacheSummary, CallCounts, ResolvedCache } from "../types/model-cache.js";
import type { Logger } from "../../lib/logger.js";
import { processState } from "../../core/process-state.js";
import { describeError } from "../../lib/describe-error.js";
import { readEntry, writeEntry } from "./cache-entry.js";
import { CaseCache, type AnswerToCome, type KeptAnswers } from "./case-cache.js";
import { EqualQuestions } from "./equal-questions.js";

const maxSettleMs = 5000;

/** The answers of models, kept in files by what was asked. */
export class ModelCache implements KeptAnswers {
  readonly options: ResolvedCache;
  private readonly logger: Pick<Logger, "warnOnce">;
  private readonly cases: CaseCache[] = [];
  private readonly questions = new EqualQuestions();
  private readonly writing = new Set<Promise<void>>();

  constructor(options: ResolvedCache, logger: Pick<Logger, "warnOnce">) {
    this.options = options;
    this.logger = logger;
  }

  /** For one trial of one case. */
  forCase(trial: number): CaseCache {
    const caseCache = new CaseCache(this, trial);
    this.cases.push(caseCache);
    return caseCache;
  }

  async find(
    key: string,
    signal: AbortSignal | null | undefined,
  ): Promise<Response | AnswerToCome> {
    const { mode, directory } = this.options;
    // Only who finds what another has kept need wait for it.
    const end = mode === "read-write" ? await this.questions.begin(key, signal) : () => undefined;
    const known = mode === "refresh" ? undefined : await readEntry(directory, key);
    if (known !== undefined) {
      end();
      return known;
    }
    const keep = (response: Response): void => this.write(key, response, end);
    return { keep: mode === "read-only" ? () => undefined : keep, giveUp: end };
  }

  private write(key: string, response: Response, end: () => void): void {
    const writing = writeEntry(this.options.directory, key, response)
      .catch((error: unknown) => {
        // An answer that its reader gave up is no loss; a disk that is full is.
        if (!isCutOff(error)) {
          this.logger.warnOnce(
            "cache",
            `The cache ${this.options.directory} cannot be written: ${describeError(error).message}`,
          );
        }
      })
      .finally(() => {
        end();
        this.writing.delete(writing);
      });
    this.writing.add(writing);
  }

  /** Waits for what is being written, but not for a model that does not end. */
  async settle(): Promise<void> {
    this.warnOfUnseenCalls();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, maxSettleMs);
    });
    await Promise.race([Promise.all(this.writing), timeout]);
    clearTimeout(timer);
  }

  /** A cache that saw nothing is most likely one that was passed by. */
  private warnOfUnseenCalls(): void {
    const { hits, misses, bypassed } = this.summarise();
    if (this.cases.length === 0 || hits + misses + bypassed > 0) return;
    this.logger.warnOnce(
      "cache unseen",
      "`cache` is on, but no model call was seen. Clients made before evaluate() need `fetch: cachedFetch()`.",
    );
  }

  summarise(): CacheSummary {
    const { mode, directory } = this.options;
    return {
      mode,
      directory,
      ...sum(this.cases),
      function: sum(this.cases.map(({ functionCalls }) => functionCalls)),
      evaluators: sum(this.cases.map(({ evaluatorCalls }) => evaluatorCalls)),
      cachedCases: this.cases.filter(({ functionCalls }) => functionCalls.hits > 0).length,
    };
  }
}

function sum(all: readonly CallCounts[]): CallCounts {
  let [hits, misses, bypassed] = [0, 0, 0];
  for (const one of all) {
    hits += one.hits;
    misses += one.misses;
    bypassed += one.bypassed;
  }
  return { hits, misses, bypassed };
}

/** Runs a case so that its requests, and only its own, find their cache. */
export function runWithCache<Result>(cache: CaseCache | undefined, run: () => Result): Result {
  if (cache === undefined) return run();
  processState.caseCaches ??= new AsyncLocalStorage();
  return processState.caseCaches.run(cache, run);
}

function isCutOff(error: unknown): boolean {
  const { name } = describeError(error);
  return name === "AbortError" || name === "TypeError";
}
