import { randomUUID } from "node:crypto";

import {
  bucketAttribute,
  evaluationKey,
  identityAttribute,
  isUuid,
  routes,
  type JsonObject,
  type SessionInput,
} from "@honeyhive/contract";
import type { Attributes } from "@opentelemetry/api";

import { serialise } from "./encode/serialise.js";
import type { Pipeline } from "./pipeline/pipeline.js";
import type { Delivery } from "./pipeline/retry.js";

/** The evaluation that a session is a case of. */
export interface RunContext {
  readonly runId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly datapointId?: string | undefined;
}

export interface SessionOptions {
  /** A UUID continues that session; anything else is replaced, and kept as `metadata.original_session_id`. */
  readonly sessionId?: string | undefined;
  readonly name: string;
  readonly source: string;
  readonly project?: string | undefined;
  readonly inputs?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly userProperties?: JsonObject | undefined;
  readonly run?: RunContext | undefined;
  /** True for a session that another process has started: it is not started again. */
  readonly isContinued?: boolean | undefined;
  readonly maxValueLength: number;
}

/** One conversation, request or evaluation case. Its id is known at once; the server hears of it with the first span. */
export class Session {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly run: RunContext | undefined;
  /** Stamped on each span of the session when it is encoded, so that no attribute limit can drop it. */
  readonly identity: Readonly<Attributes>;
  private readonly options: SessionOptions;
  private readonly pipeline: Pipeline;
  private readonly startMs = Date.now();
  private starting: Promise<Delivery> | undefined;

  constructor(pipeline: Pipeline, options: SessionOptions) {
    this.pipeline = pipeline;
    this.options = options;
    this.id = isUuid(options.sessionId) ? options.sessionId.toLowerCase() : randomUUID();
    this.name = options.name;
    this.source = options.source;
    this.run = hasAny(options.run) ? options.run : undefined;
    this.identity = identityOf(this, options);
  }

  /** Tells the server about the session, once. Resolves when it is known there or given up; never rejects. */
  start(): Promise<Delivery | undefined> {
    if (this.options.isContinued === true) return Promise.resolve(undefined);
    this.starting ??= this.pipeline.request(this.id, "POST", routes.startSessionLegacy.path, {
      session: this.toInput(),
    });
    return this.starting;
  }

  /** Merges into the session's event. Ordered after the start and earlier updates; never rejects. */
  update(fields: JsonObject): Promise<Delivery> {
    void this.start();
    const safe = serialise({ event_id: this.id, ...fields }, this.options.maxValueLength);
    const body: unknown = safe.isTruncated
      ? { event_id: this.id, metadata: { truncated_update: JSON.parse(safe.text) } }
      : JSON.parse(safe.text);
    return this.pipeline.request(this.id, "PUT", routes.updateEventLegacy.path, body);
  }

  /** Makes `flush` wait for work that ends in an update. */
  expect(work: Promise<unknown>): void {
    this.pipeline.expect(work);
  }

  /** The same source and project, in a session that another process has started. */
  continued(sessionId: string, run: RunContext): Session {
    const { name, source, project, maxValueLength } = this.options;
    return new Session(this.pipeline, {
      sessionId,
      name,
      source,
      project,
      run,
      maxValueLength,
      isContinued: true,
    });
  }

  private toInput(): SessionInput {
    const { options } = this;
    const original = options.sessionId === undefined || isUuid(options.sessionId);
    const metadata = {
      ...options.metadata,
      ...runMetadata(this.run),
      ...(original ? {} : { original_session_id: options.sessionId }),
    };
    return {
      session_id: this.id,
      session_name: this.name,
      source: options.source,
      project: options.project,
      start_time: this.startMs,
      inputs: plainObject(options.inputs, options.maxValueLength),
      metadata: plainObject(metadata, options.maxValueLength),
      user_properties: plainObject(options.userProperties, options.maxValueLength),
    };
  }
}

/** The ids of an evaluation, as `metadata` keys. */
export function runMetadata(run: RunContext | undefined): Record<string, string> {
  const entries: [string, string | undefined][] = [
    [evaluationKey.runId, run?.runId],
    [evaluationKey.datasetId, run?.datasetId],
    [evaluationKey.datapointId, run?.datapointId],
  ];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function hasAny(run: RunContext | undefined): boolean {
  return Object.keys(runMetadata(run)).length > 0;
}

function identityOf(session: Session, options: SessionOptions): Attributes {
  const identity: Attributes = {
    [identityAttribute.sessionId]: session.id,
    // The name of a continued session is the starter's to give.
    ...(options.isContinued === true ? {} : { [identityAttribute.sessionName]: session.name }),
    [identityAttribute.source]: options.source,
  };
  if (options.project !== undefined) identity[identityAttribute.project] = options.project;
  for (const [key, value] of Object.entries(runMetadata(session.run))) {
    identity[bucketAttribute("metadata", key)] = value;
  }
  return identity;
}

/** A copy that survives `JSON.stringify`, whatever the user put in. */
function plainObject(input: JsonObject | undefined, maxLength: number): JsonObject | undefined {
  if (input === undefined) return undefined;
  const safe = serialise(input, maxLength);
  const plain = JSON.parse(safe.text) as unknown;
  const isKept = typeof plain === "object" && plain !== null && !safe.isTruncated;
  return isKept ? (plain as JsonObject) : { truncated: plain };
}
