import {
  bucketAttribute,
  evaluationKey,
  identityAttribute,
  isUuid,
  routes,
  type JsonObject,
} from "@honeyhive/contract";
import type { Attributes } from "@opentelemetry/api";

import { readEntries } from "../lib/read-property.js";
import { isSampled } from "./is-sampled.js";
import type { Settler, TextRequest } from "../pipeline/request-queue.js";
import type { Delivery } from "../pipeline/retry.js";
import type {
  OwnSessionOptions,
  RunContext,
  SessionFamily,
  SessionOptions,
} from "./session-options.js";
import { startText, updateText } from "./session-texts.js";
import { StartAnswer } from "./start-answer.js";

/**
 * One conversation, request or evaluation case. Its id is known at once; the server hears of it with the first span.
 * Programs hold many at a time: what is not needed until later is made later, and what is not needed any more let go.
 */
export class Session {
  readonly id: string;
  readonly name: string;
  readonly run: RunContext | undefined;
  /** False for a session of which nothing is sent. Sessions of evaluations are all sent, where anything is. */
  readonly isSampled: boolean;
  /** Whether anything has come of it: a span, an update, a request to start it. */
  isUsed = false;
  private readonly family: SessionFamily;
  private readonly startMs = Date.now();
  /** True for a session that another process has started: it is not started again. */
  private readonly isContinued: boolean;
  /** What its start will say. */
  private facts: SessionOptions | undefined;
  /** Of its start, where there was one. */
  private answer: StartAnswer | undefined;
  private stamp: Readonly<Attributes> | undefined;

  constructor(family: SessionFamily, options: SessionOptions, isContinued = false) {
    this.family = family;
    this.id = isUuid(options.sessionId) ? options.sessionId.toLowerCase() : crypto.randomUUID();
    this.name = options.name;
    this.run = hasAny(options.run) ? options.run : undefined;
    const { isSilent, sampleRate } = family.policy;
    this.isSampled = !isSilent && (this.run !== undefined || isSampled(this.id, sampleRate));
    this.isContinued = isContinued;
    this.facts = options;
  }

  get source(): string {
    return this.family.source;
  }

  /** Stamped on each span of the session when it is encoded, so that no attribute limit can drop it. */
  get identity(): Readonly<Attributes> {
    this.stamp ??= identityOf(this, this.family, this.isContinued);
    return this.stamp;
  }

  /**
   * Called with the session's first span. Where the server makes sessions of their first spans, only those are told that
   * have more to say than a span says of them.
   */
  start(): void {
    this.isUsed = true;
    const isMadeOfSpan = this.family.policy.start === "first-span" && !this.hasMoreToSay();
    if (!isMadeOfSpan) this.begin();
  }

  /** `start`. Resolves as `announce` does. */
  started(): Promise<Delivery | undefined> {
    this.start();
    return this.answered();
  }

  /** Tells the server about the session, once. Resolves when it is known there or given up; never rejects. */
  announce(): Promise<Delivery | undefined> {
    this.begin();
    return this.answered();
  }

  private answered(): Promise<Delivery | undefined> {
    return this.answer?.wait() ?? Promise.resolve(undefined);
  }

  /** `announce` for those who do not wait: a promise for each session costs more than its text. */
  private begin(): void {
    this.isUsed = true;
    const { facts } = this;
    const { pipeline, policy } = this.family;
    if (
      facts === undefined ||
      this.isContinued ||
      policy.start === "elsewhere" ||
      !this.isSampled
    ) {
      return;
    }
    // A session may live long after its start: what is said is let go.
    this.facts = undefined;
    const { inputs, userProperties } = facts;
    const json = startText(
      {
        sessionId: this.id,
        name: this.name,
        startMs: this.startMs,
        inputs,
        metadata: this.metadataOf(facts),
        userProperties,
        run: this.run,
      },
      this.family,
    );
    this.answer = new StartAnswer();
    pipeline.sendText({ key: this.id, route: routes.startSessionLegacy, json }, this.answer);
  }

  /** Whether there is anything that the session's spans do not carry. */
  private hasMoreToSay(): boolean {
    if (this.facts === undefined) return false;
    const { inputs, metadata, userProperties } = this.facts;
    const given = [inputs, metadata, userProperties];
    return this.isRenamed(this.facts) || given.some((each) => each !== undefined);
  }

  /** Undefined where nothing is given, which is usual. */
  private metadataOf(facts: SessionOptions): JsonObject | undefined {
    const { experiment } = this.family.policy;
    const isRenamed = this.isRenamed(facts);
    if (experiment === undefined && !isRenamed) return facts.metadata;
    const renamed = isRenamed ? { original_session_id: facts.sessionId } : {};
    return { ...experiment, ...Object.fromEntries(readEntries(facts.metadata)), ...renamed };
  }

  private isRenamed({ sessionId }: SessionOptions): boolean {
    return sessionId !== undefined && sessionId !== this.id && !isUuid(sessionId);
  }

  /** Merges into the session's event. Ordered after the start and earlier updates; never rejects. */
  update(fields: JsonObject): Promise<Delivery> {
    if (!this.isSampled) return Promise.resolve(notSampled);
    const json = updateText(this.id, fields, this.family);
    return new Promise((resolve) => this.sendKept(json, { settled: resolve }));
  }

  /** `update` for those who do not wait, and would tell it again after a crash. */
  tell(fields: JsonObject): void {
    if (!this.isSampled) return;
    const json = updateText(this.id, fields, this.family);
    this.begin();
    this.family.pipeline.sendText(this.updateOf(json), nobody);
  }

  /** An update as a killed process had kept it. */
  updateAgain(json: string): void {
    this.sendKept(json, nobody);
  }

  private sendKept(json: string, settler: Settler): void {
    this.begin();
    this.family.pipeline.sendKeptText(this.updateOf(json), settler);
  }

  private updateOf(json: string): TextRequest {
    return { key: this.id, route: routes.updateEventLegacy, json };
  }

  /** Makes `flush` wait for work that ends in an update. */
  expect(work: Promise<unknown>): void {
    this.family.pipeline.expect(work);
  }

  /** The same source and project, in a session that another process has started. */
  continued(sessionId: string, run: RunContext): Session {
    return new Session(this.family, { sessionId, name: this.name, run }, true);
  }

  /** Another session of the same tracer, for one request, conversation, job or case of an evaluation. */
  sibling(options: OwnSessionOptions | null | undefined, run = this.run): Session {
    const { sessionId, name = this.name, inputs, metadata, userProperties } = options ?? {};
    return new Session(this.family, { sessionId, name, inputs, metadata, userProperties, run });
  }
}

const nobody: Settler = { settled: () => undefined };

const notSampled: Delivery = {
  result: "gave-up",
  message: "the session is not among the share that is sent",
};

function hasAny(run: RunContext | undefined): boolean {
  return (run?.runId ?? run?.datasetId ?? run?.datapointId) !== undefined;
}

/** Put together once: doing so for each session takes as long as the rest of its stamp. */
const runAttribute = {
  runId: bucketAttribute("metadata", evaluationKey.runId),
  datasetId: bucketAttribute("metadata", evaluationKey.datasetId),
  datapointId: bucketAttribute("metadata", evaluationKey.datapointId),
};

function identityOf(
  session: Session,
  { source, project, policy }: SessionFamily,
  isContinued: boolean,
): Attributes {
  const identity: Attributes = { [identityAttribute.sessionId]: session.id };
  // The name of a continued session is the starter's to give.
  if (!isContinued) identity[identityAttribute.sessionName] = session.name;
  identity[identityAttribute.source] = source;
  if (policy.start === "first-span") identity[identityAttribute.sessionAutoCreate] = true;
  if (project !== undefined) identity[identityAttribute.project] = project;
  const { runId, datasetId, datapointId } = session.run ?? {};
  if (runId !== undefined) identity[runAttribute.runId] = runId;
  if (datasetId !== undefined) identity[runAttribute.datasetId] = datasetId;
  if (datapointId !== undefined) identity[runAttribute.datapointId] = datapointId;
  return identity;
}
