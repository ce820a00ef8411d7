import type { EventNode } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { toDataUrl } from "../../lib/files/to-data-url.js";
import { sessionPollInterval } from "./model/poll-interval.js";
import { toQuestions, type ReviewQuestion } from "./model/review.js";
import type { Thresholds } from "./model/score-lines.js";

/** A whole session; asked for again while more may follow. */
export function sessionQuery(api: Api, sessionId: string): UseQueryOptions<EventNode> {
  return {
    queryKey: sessionKey(api, sessionId),
    queryFn: ({ signal }) => api.call("getSession", { params: { session_id: sessionId }, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && sessionPollInterval(state.data, Date.now()),
  };
}

export function sessionKey(api: Api, sessionId: string): readonly unknown[] {
  return [api.scope, "session", sessionId];
}

/** What people are asked about a span. */
export function questionsQuery(api: Api): UseQueryOptions<readonly ReviewQuestion[]> {
  return {
    queryKey: [api.scope, "review-questions"],
    queryFn: async ({ signal }) => {
      const { metrics } = await api.call("listMetrics", { query: { type: "HUMAN" }, signal });
      return toQuestions(metrics);
    },
  };
}

/** What passes, by the names of the project's metrics. */
export function thresholdsQuery(api: Api): UseQueryOptions<Thresholds> {
  return {
    queryKey: [api.scope, "thresholds"],
    queryFn: async ({ signal }) => {
      const { metrics } = await api.call("listMetrics", { query: {}, signal });
      return new Map(
        metrics.flatMap(({ name, threshold }) => (threshold === null ? [] : [[name, threshold]])),
      );
    },
  };
}

/** An image or a sound that an event refers to by its hash, as a `data:` URL. */
export function mediaQuery(api: Api, eventId: string, sha256: string): UseQueryOptions<string> {
  return {
    queryKey: [api.scope, "media", eventId, sha256],
    queryFn: async ({ signal }) =>
      toDataUrl(await api.call("getMedia", { params: { event_id: eventId, sha256 }, signal })),
    staleTime: Infinity,
  };
}
