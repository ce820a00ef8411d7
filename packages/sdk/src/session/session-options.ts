import type { JsonObject } from "@honeyhive/contract";

import type { AnyObject } from "../lib/any-object.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import type { Redactor } from "../redact/create-redactor.js";

/** The evaluation that a session is a case of. */
export interface RunContext {
  readonly runId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly datapointId?: string | undefined;
}

/** What a tracer's sessions have in common: one object for all of them. */
export interface SessionFamily {
  readonly pipeline: Pipeline;
  readonly source: string;
  readonly project: string | undefined;
  readonly maxValueLength: number;
  readonly policy: SessionPolicy;
}

export interface SessionOptions {
  /** A UUID continues that session; anything else is replaced, and kept as `metadata.original_session_id`. */
  readonly sessionId?: string | undefined;
  readonly name: string;
  readonly inputs?: AnyObject | undefined;
  readonly metadata?: AnyObject | undefined;
  readonly userProperties?: AnyObject | undefined;
  readonly run?: RunContext | undefined;
}

/** What each session of a tracer has of its own. */
export type OwnSessionOptions = Partial<Omit<SessionOptions, "run">>;

/** How a tracer's sessions come to be. */
export interface SessionPolicy {
  /** Who makes the session on the server: a request of ours, the server out of the first span, or somebody else. */
  readonly start: "request" | "first-span" | "elsewhere";
  readonly sampleRate: number;
  /** True for sessions of which the server is to hear nothing, those of evaluations included. */
  readonly isSilent: boolean;
  readonly redactor: Pick<Redactor, "fields" | "isActive">;
  /** Part of the metadata of each session that is started. */
  readonly experiment?: Readonly<JsonObject> | undefined;
}
