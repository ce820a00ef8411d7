import { createHash } from "node:crypto";

import { eventIdOfSpan, type JsonObject } from "@honeyhive/contract";

import type { PatchLog } from "../events/patch-log.js";
import { isJsonObject } from "../lib/json.js";
import type { LoopTurns } from "../lib/loop-turns.js";
import { maxRecordsOfRequest, tooManyRecords } from "./batch-too-large-error.js";
import type { LogRecord } from "./log-record.js";
import { evaluationResult, metricsOfEvaluation } from "../mapping/evaluation-result.js";
import type { LoggedMessage } from "../mapping/messages/logged-messages.js";
import { isMessage } from "../mapping/messages/message-events.js";
import { reject, type Rejections } from "./rejections.js";

export interface LogsOfRequest {
  readonly projectId: string;
  readonly records: Iterable<LogRecord>;
}

/**
 * Joins the messages of conversations and the scores of evaluations, which some instrumentations send as logs, to the
 * spans that they belong to, whichever comes first. There is no place for other logs: their senders are told that they
 * were not kept.
 */
export async function ingestLogs(
  { patches, turns }: { readonly patches: PatchLog; readonly turns: LoopTurns },
  { projectId, records }: LogsOfRequest,
): Promise<Rejections> {
  const rejections: Rejections = { count: 0, firstReason: "" };
  const messagesBySpan = new Map<string, LoggedMessage[]>();
  const scores: KeptRecord[] = [];
  let count = 0;
  await turns.visit(records, (record) => {
    count += 1;
    if (count > maxRecordsOfRequest) throw tooManyRecords();
    const kept = readRecord(record);
    if (typeof kept === "string") {
      reject(rejections, kept);
      return;
    }
    const { eventId, message, metrics } = kept;
    const messages = messagesBySpan.get(eventId);
    if (metrics !== undefined) scores.push(kept);
    else if (messages === undefined) messagesBySpan.set(eventId, [message]);
    else messages.push(message);
  });
  await Promise.all([
    ...[...messagesBySpan].map(([eventId, messages]) =>
      patches.append({ projectId, eventId }, { messages }, originOf(messages)),
    ),
    ...scores.map(({ eventId, message, metrics = {} }) =>
      patches.append({ projectId, eventId }, { merge: { metrics } }, originOf([message])),
    ),
  ]);
  return rejections;
}

interface KeptRecord {
  readonly eventId: string;
  readonly message: LoggedMessage;
  /** Of an evaluation's result. */
  readonly metrics?: JsonObject;
}

/** @returns a text that says why a record cannot be kept, for one that cannot */
function readRecord(record: LogRecord): KeptRecord | string {
  const message = toMessage(record);
  const { name, attributes } = message;
  const isScore = name === evaluationResult;
  if (!isScore && !isMessage(name)) {
    return "Expected logs to be messages or scores of generative AI (`gen_ai.…`), and others are not kept. Send them elsewhere.";
  }
  const { traceId, spanId } = record;
  if (!/^[0-9a-f]{32}$/.test(traceId) || !/^[0-9a-f]{16}$/.test(spanId)) {
    return `Log \`${name}\`: expected the ids of its span, got none. Log within the span.`;
  }
  const eventId = eventIdOfSpan(traceId, spanId);
  if (!isScore) return { eventId, message };
  const metrics = metricsOfEvaluation(attributes);
  if (metrics !== undefined) return { eventId, message, metrics };
  return `Log \`${name}\`: expected \`gen_ai.evaluation.name\`, and \`gen_ai.evaluation.score.value\` or \`.label\`, got no score. Log what failed as an error of its span.`;
}

/** Older instrumentations name the event in an attribute. */
function nameOf({ eventName, attributes }: LogRecord): string {
  return eventName || String(attributes["event.name"] ?? "");
}

/** What is said is in the body, or in attributes by newer conventions. */
function toMessage(record: LogRecord): LoggedMessage {
  const { body, attributes, timeNs } = record;
  const said = isJsonObject(body) ? body : body === null ? {} : { content: body };
  return {
    name: nameOf(record),
    timeMicros: Number(timeNs / 1000n),
    attributes: { ...attributes, ...said },
  };
}

/** The same for the same messages: sent again, they count once. */
function originOf(messages: readonly LoggedMessage[]): {
  patchId: string;
  patchedAtMicros: number;
} {
  const hash = createHash("sha256").update(JSON.stringify(messages)).digest("hex");
  return { patchId: `logs:${hash.slice(0, 32)}`, patchedAtMicros: messages[0]?.timeMicros ?? 0 };
}
