import type { ClickHouseClient } from "@clickhouse/client";

import type { DefineOptions } from "../engine.js";
import type { ClickHouseNode } from "./probe.js";
import { whileAnswering } from "./while-answering.js";

export interface RetryPlan {
  readonly isWorthRetrying: (error: unknown) => boolean;
  /** Milliseconds to wait before each further attempt. */
  readonly delaysMs: readonly number[];
}

interface Attempt {
  /** 0 at first. */
  readonly number: number;
  /** Aborts when the node is silent. */
  readonly signal: AbortSignal;
}

export type Work<Result> = (client: ClickHouseClient, attempt: Attempt) => Promise<Result>;

/** So long a node that failed is asked only when there is no other. */
const avoidedMs = 2000;

/** Who waits so long is told to come again, whatever attempts were left: clients give up after half a minute. */
const patienceMs = 20_000;

/** The nodes that may be asked, in turn. */
export class NodeRing {
  readonly nodes: readonly ClickHouseNode[];
  readonly #avoidedUntilMs = new Map<ClickHouseNode, number>();
  #next = 0;

  readonly #probeEveryMs: number | undefined;

  constructor(nodes: readonly ClickHouseNode[], probeEveryMs?: number) {
    this.nodes = nodes;
    this.#probeEveryMs = probeEveryMs;
  }

  /** Does the work at one node, and at the next one when that is worth it. */
  use<Result>(work: Work<Result>, plan: RetryPlan): Promise<Result> {
    return this.#attempt(() => this.#pick(), work, plan);
  }

  /** Does the work at every node, one after the other. */
  async useEach(
    work: Work<void>,
    plan: RetryPlan,
    { isLastFirst = false }: DefineOptions = {},
  ): Promise<void> {
    const nodes = isLastFirst ? this.nodes.toReversed() : this.nodes;
    for (const node of nodes) await this.#attempt(() => node, work, plan);
  }

  async #attempt<Result>(
    pick: () => ClickHouseNode,
    work: Work<Result>,
    { isWorthRetrying, delaysMs }: RetryPlan,
  ): Promise<Result> {
    const startMs = performance.now();
    for (let number = 0; ; number++) {
      const node = pick();
      try {
        const result = await whileAnswering(
          node,
          (signal) => work(node.client, { number, signal }),
          this.#probeEveryMs,
        );
        this.#avoidedUntilMs.delete(node);
        return result;
      } catch (error) {
        if (!isWorthRetrying(error)) throw error;
        this.#avoidedUntilMs.set(node, performance.now() + avoidedMs);
        const delayMs = delaysMs[number];
        if (delayMs === undefined || performance.now() - startMs > patienceMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
  }

  #pick(): ClickHouseNode {
    const inTurn = [...this.nodes.slice(this.#next), ...this.nodes.slice(0, this.#next)];
    this.#next = (this.#next + 1) % this.nodes.length;
    const now = performance.now();
    const isAvoided = (node: ClickHouseNode): boolean =>
      (this.#avoidedUntilMs.get(node) ?? 0) > now;
    const node = inTurn.find((candidate) => !isAvoided(candidate)) ?? inTurn[0];
    if (node === undefined) throw new TypeError("A ring has at least one node.");
    return node;
  }
}
