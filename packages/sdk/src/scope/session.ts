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

import type { Redactor } from "../redact/create-redactor.js";
import { serialise } from "../encode/serialise.js";
import { isSampled } from "./is-sampled.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import type { Delivery } from "../pipeline/retry.js";

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
  readonly policy: SessionPolicy;
}

/** What each session of a tracer has of its own. */
export type OwnSessionOptions = Partial<
  Pick<SessionOptions, "sessionId" | "name" | "inputs" | "metadata" | "userProperties">
>;

/** What a tracer's sessions have in common. */
export interface SessionPolicy {
  /** Who makes the session on the server: a request of ours, the server out of the first span, or somebody else. */
  readonly start: "request" | "first-span" | "elsewhere";
  readonly sampleRate: number;
  readonly redactor: Pick<Redactor, "fields">;
}

/** One conversation, request or evaluation case. Its id is known at once; the server hears of it with the first span. */
export class Session {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly run: RunContext | undefined;
  /** Stamped on each span of the session when it is encoded, so that no attribute limit can drop it. */
  readonly identity: Readonly<Attributes>;
  /** False for a session of which nothing is sent. Sessions of evaluations are all sent. */
  readonly isSampled: boolean;
  private readonly options: SessionOptions;
  private readonly pipeline: Pipeline;
  private readonly startMs = Date.now();
  private starting: Promise<Delivery> | undefined;

  constructor(pipeline: Pipeline, options: SessionOptions) {
    this.pipeline = pipeline;
    this.options = options;
    this.id = isUuid(options.sessionId) ? options.sessionId.toLowerCase() : crypto.randomUUID();
    this.name = options.name;
    this.source = options.source;
    this.run = hasAny(options.run) ? options.run : undefined;
    this.isSampled = this.run !== undefined || isSampled(this.id, options.policy.sampleRate);
    this.identity = identityOf(this, options);
  }

  /** Tells the server about the session, once. Resolves when it is known there or given up; never rejects. */
  start(): Promise<Delivery | undefined> {
    const { isContinued, policy } = this.options;
    if (isContinued === true || policy.start !== "request" || !this.isSampled) {
      return Promise.resolve(undefined);
    }
    this.starting ??= this.pipeline.request(this.id, "POST", routes.startSessionLegacy.path, {
      session: this.toInput(),
    });
    return this.starting;
  }

  /** Merges into the session's event. Ordered after the start and earlier updates; never rejects. */
  update(fields: JsonObject): Promise<Delivery> {
    if (!this.isSampled) return Promise.resolve(notSampled);
    void this.start();
    const { maxValueLength, policy } = this.options;
    const safe = serialise(fields, maxValueLength);
    const plain = JSON.parse(safe.text) as JsonObject;
    const given = safe.isTruncated ? { metadata: { truncated_update: plain } } : plain;
    const body = { ...policy.redactor.fields("update", given), event_id: this.id };
    return this.pipeline.request(this.id, "PUT", routes.updateEventLegacy.path, body);
  }

  /** Makes `flush` wait for work that ends in an update. */
  expect(work: Promise<unknown>): void {
    this.pipeline.expect(work);
  }

  /** The same source and project, in a session that another process has started. */
  continued(sessionId: string, run: RunContext): Session {
    const { name, source, project, maxValueLength, policy } = this.options;
    return new Session(this.pipeline, {
      sessionId,
      name,
      source,
      project,
      run,
      maxValueLength,
      policy,
      isContinued: true,
    });
  }

  /** Another session of the same tracer, for one request, conversation or job. */
  sibling(options: OwnSessionOptions): Session {
    return new Session(this.pipeline, {
      ...this.options,
      sessionId: options.sessionId,
      name: options.name ?? this.options.name,
      inputs: options.inputs,
      metadata: options.metadata,
      userProperties: options.userProperties,
      isContinued: false,
    });
  }

  private toInput(): SessionInput {
    const { options } = this;
    const original = options.sessionId === undefined || isUuid(options.sessionId);
    const payload = options.policy.redactor.fields("session", {
      inputs: plainObject(options.inputs, options.maxValueLength),
      metadata: plainObject(
        {
          ...options.metadata,
          ...(original ? {} : { original_session_id: options.sessionId }),
        },
        options.maxValueLength,
      ),
      user_properties: plainObject(options.userProperties, options.maxValueLength),
    });
    return {
      session_id: this.id,
      session_name: this.name,
      source: options.source,
      project: options.project,
      start_time: this.startMs,
      ...payload,
      metadata: { ...asObject(payload["metadata"]), ...runMetadata(this.run) },
    };
  }
}

const notSampled: Delivery = {
  result: "gave-up",
  message: "the session is not among the share that is sent",
};

/** What a hook left of an object. */
export function asObject(value: unknown): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
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
  if (options.policy.start === "first-span") identity[identityAttribute.sessionAutoCreate] = true;
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
