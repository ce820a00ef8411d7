import { createHash } from "node:crypto";

import {
  compareCasesInSteps,
  lowerIsBetterKey,
  readLowerIsBetter,
  type CasesComparison,
  type ComparableCase,
  type JsonObject,
} from "@honeyhive/contract";

import type { LoopTurns } from "../lib/loop-turns.js";

/** One of two runs that are compared. */
export interface ComparedRun {
  readonly cases: readonly ComparableCase[];
  readonly configuration: JsonObject;
}

interface Kept {
  readonly comparison: CasesComparison;
  readonly characters: number;
}

/** Of what was compared, written as JSON; what a comparison holds is about as large. */
const maxCharacters = 8_000_000;

/**
 * Comparisons that were made last. Their statistics are drawn thousands of times from the scores, which takes longer
 * than to read them, and mostly nobody has changed the scores since the page was opened before.
 */
export class CaseComparisons {
  /** By what was compared; the one that was used longest ago comes first. */
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  /** In steps that are short: many cases take seconds. */
  async compare(
    newRun: ComparedRun,
    oldRun: ComparedRun,
    turns: Pick<LoopTurns, "run">,
  ): Promise<CasesComparison> {
    const told = JSON.stringify([toTold(newRun), toTold(oldRun)]);
    const key = createHash("sha256").update(told).digest("base64");
    const known = this.#take(key);
    const comparison =
      known ??
      (await turns.run(
        compareCasesInSteps(
          newRun.cases,
          oldRun.cases,
          readLowerIsBetter(newRun.configuration, oldRun.configuration),
        ),
      ));
    this.#keep(key, { comparison, characters: told.length });
    return comparison;
  }

  #take(key: string): CasesComparison | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#characters -= kept.characters;
    return kept.comparison;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#characters += kept.characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= maxCharacters) return;
      this.#take(oldest);
    }
  }
}

/** All that a comparison depends on. */
function toTold({ cases, configuration }: ComparedRun): unknown[] {
  return [cases, configuration[lowerIsBetterKey], configuration["evaluators"]];
}
