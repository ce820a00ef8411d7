import { createHash } from "node:crypto";

import { eventIdOfSpan } from "@honeyhive/contract";

import type { PatchLog } from "../events/patch-log.js";
import { isJsonObject } from "../lib/json.js";
import type { LoopTurns } from "../lib/loop-turns.js";
import { maxRecordsOfRequest, tooManyRecords } from "./batch-too-large-error.js";
import type { LogRecord } from "./log-record.js";
import type { LoggedMessage } from "../mapping/messages/logged-messages.js";
import { reject, type Rejections } from "./rejections.js";

export interface LogsOfRequest {
  readonly projectId: string;
  readonly records: Iterable<LogRecord>;
}

/**
 * Joins the messages of conversations, which some instrumentations send as logs, to the spans that they belong to,
 * whichever comes first. There is no place for other logs: their senders are told that they were not kept.
 */
export async function ingestLogs(
  { patches, turns }: { readonly patches: PatchLog; readonly turns: LoopTurns },
  { projectId, records }: LogsOfRequest,
): Promise<Rejections> {
  const rejections: Rejections = { count: 0, firstReason: "" };
  const bySpan = new Map<string, LoggedMessage[]>();
  let count = 0;
  await turns.visit(records, (record) => {
    count += 1;
    if (count > maxRecordsOfRequest) throw tooManyRecords();
    const name = nameOf(record);
    if (!name.startsWith("gen_ai.")) {
      reject(rejections, notAMessage);
      return;
    }
    if (!/^[0-9a-f]{32}$/.test(record.traceId) || !/^[0-9a-f]{16}$/.test(record.spanId)) {
      reject(
        rejections,
        `Log \`${name}\`: expected the ids of its span, got none. Log within the span.`,
      );
      return;
    }
    const eventId = eventIdOfSpan(record.traceId, record.spanId);
    const messages = bySpan.get(eventId);
    if (messages === undefined) bySpan.set(eventId, [toMessage(name, record)]);
    else messages.push(toMessage(name, record));
  });
  const appended = [...bySpan].map(([eventId, messages]) =>
    patches.append({ projectId, eventId }, { messages }, originOf(messages)),
  );
  await Promise.all(appended);
  return rejections;
}

const notAMessage =
  "Expected logs to be events of conversations (`gen_ai.…`), and others are not kept. Send them elsewhere.";

/** Older instrumentations name the event in an attribute. */
function nameOf({ eventName, attributes }: LogRecord): string {
  return eventName || String(attributes["event.name"] ?? "");
}

/** What is said is in the body, or in attributes by newer conventions. */
function toMessage(name: string, { body, attributes, timeNs }: LogRecord): LoggedMessage {
  const said = isJsonObject(body) ? body : body === null ? {} : { content: body };
  return { name, timeMicros: Number(timeNs / 1000n), attributes: { ...attributes, ...said } };
}

/** The same for the same messages: sent again, they count once. */
function originOf(messages: readonly LoggedMessage[]): {
  patchId: string;
  patchedAtMicros: number;
} {
  const hash = createHash("sha256").update(JSON.stringify(messages)).digest("hex");
  return { patchId: `logs:${hash.slice(0, 32)}`, patchedAtMicros: messages[0]?.timeMicros ?? 0 };
}
