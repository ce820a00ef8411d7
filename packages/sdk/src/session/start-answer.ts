import type { Settler } from "../pipeline/request-queue.js";
import type { Delivery } from "../pipeline/retry.js";

/** What became of a session's start. Apart from the session: a start that waits need not hold on to all of that. */
export class StartAnswer implements Settler {
  private isSettled = false;
  /** Where it was not delivered. */
  private failure: Delivery | undefined = undefined;
  private listeners: ((delivery: Delivery) => void)[] | undefined = undefined;

  settled(delivery: Delivery): void {
    const { listeners = [] } = this;
    this.isSettled = true;
    this.listeners = undefined;
    if (delivery.result !== "delivered") this.failure = delivery;
    for (const listener of listeners) listener(delivery);
  }

  /** Resolves when the start has been delivered or given up; to the failure, where it was known before. */
  wait(): Promise<Delivery | undefined> {
    if (this.isSettled) return Promise.resolve(this.failure);
    return new Promise((resolve) => (this.listeners ??= []).push(resolve));
  }
}
