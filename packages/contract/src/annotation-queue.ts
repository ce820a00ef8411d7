import type { EventFilter } from "./events/filter.js";

/** Where in `feedback` a person who reviews an event says what they think of it, beside what its users said. */
export const reviewKey = { isGood: "review_is_good", comment: "review_comment" } as const;

/** Body of `POST /v1/queues`: events that people are to look at. */
export interface AnnotationQueueInput {
  readonly name: string;
  readonly description?: string | undefined;
  /** While the queue is enabled, events that match all of them are in it. */
  readonly filters?: { readonly filterArray: readonly EventFilter[] } | undefined;
  /** Default true. */
  readonly enabled?: boolean | undefined;
  readonly event_ids?: readonly string[] | undefined;
}

/** What is not named stays. */
export interface AnnotationQueueUpdate {
  /** The same as in the path. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly filters?: { readonly filterArray: readonly EventFilter[] } | undefined;
  readonly enabled?: boolean | undefined;
  readonly add_event_ids?: readonly string[] | undefined;
  readonly remove_event_ids?: readonly string[] | undefined;
}

export interface AnnotationQueue {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly filters: { readonly filterArray: readonly EventFilter[] };
  readonly enabled: boolean;
  /** Those that were added, then the newest 1,000 that match the filters, without those that were removed. */
  readonly event_ids: readonly string[];
  /**
   * Those of them that people have reviewed: `feedback.review_is_good`, `feedback.review_comment` or an answer to a
   * metric of type `HUMAN`. What an application's users said, a rating say, is no review. Where queues are read; answers
   * to changes leave it out.
   */
  readonly reviewed_event_ids?: readonly string[] | undefined;
  readonly scope_id: string;
  readonly scope_type: "project";
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}
