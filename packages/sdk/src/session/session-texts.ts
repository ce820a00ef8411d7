import { evaluationKey, type JsonObject } from "@honeyhive/contract";

import { serialise } from "../lib/serialise.js";
import type { RunContext, SessionFamily } from "./session-options.js";

/** What the start of a session says, with nothing of the user's that JSON could not say. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly name: string;
  readonly startMs: number;
  readonly inputs: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
  readonly userProperties: JsonObject | undefined;
  readonly run: RunContext | undefined;
}

/** JSON by field name as JSON has it. Values are written once, also into what is larger: they may take long. */
type Texts = Readonly<Record<string, string | undefined>>;

/** The body of a session's start. */
export function startText(facts: SessionFacts, family: SessionFamily): string {
  const { source, project, policy } = family;
  // A hook may count on metadata to be there.
  const metadata = facts.metadata ?? (policy.redactor.isActive ? {} : undefined);
  const payload = redactTexts("session", family, {
    inputs: userText(facts.inputs, family),
    metadata: userText(metadata, family),
    user_properties: userText(facts.userProperties, family),
  });
  const session = objectText({
    session_id: JSON.stringify(facts.sessionId),
    session_name: JSON.stringify(facts.name),
    source: JSON.stringify(source),
    project: project === undefined ? undefined : JSON.stringify(project),
    start_time: String(facts.startMs),
    ...payload,
    metadata: metadataText(payload["metadata"], runMetadata(facts.run)),
  });
  return objectText({ session });
}

/** The body of an update of a session. */
export function updateText(sessionId: string, fields: JsonObject, family: SessionFamily): string {
  const { text, isTruncated } = serialise(fields, family.maxValueLength);
  const given = isTruncated ? `{"metadata":{"truncated_update":${text}}}` : text;
  const { redactor } = family.policy;
  if (redactor.isActive || given === "{}" || !given.startsWith("{")) {
    const safe = asObject(JSON.parse(given));
    return JSON.stringify({ ...redactor.fields("update", safe), event_id: sessionId });
  }
  return `${given.slice(0, -1)},"event_id":${JSON.stringify(sessionId)}}`;
}

/** The ids of an evaluation, as `metadata` keys. */
export function runMetadata(run: RunContext | undefined): Record<string, string> {
  const metadata: Record<string, string> = {};
  if (run?.runId !== undefined) metadata[evaluationKey.runId] = run.runId;
  if (run?.datasetId !== undefined) metadata[evaluationKey.datasetId] = run.datasetId;
  if (run?.datapointId !== undefined) metadata[evaluationKey.datapointId] = run.datapointId;
  return metadata;
}

/** What a hook left of an object. */
export function asObject(value: unknown): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

/** Of an object that the user gave. */
function userText(
  given: JsonObject | undefined,
  { maxValueLength }: SessionFamily,
): string | undefined {
  if (given === undefined) return undefined;
  const { text, isTruncated } = serialise(given, maxValueLength);
  const isKept = !isTruncated && (text.startsWith("{") || text.startsWith("["));
  return isKept ? text : objectText({ truncated: text });
}

function redactTexts(type: "session", { policy }: SessionFamily, texts: Texts): Texts {
  if (!policy.redactor.isActive) return texts;
  const parsed = Object.entries(texts).map(([name, text]) => [
    name,
    text === undefined ? undefined : (JSON.parse(text) as unknown),
  ]);
  const left = policy.redactor.fields(type, Object.fromEntries(parsed) as JsonObject);
  // A hook may add fields of any name.
  return Object.fromEntries(
    Object.entries(left).map(([name, value]) => [
      JSON.stringify(name).slice(1, -1),
      JSON.stringify(value),
    ]),
  );
}

function metadataText(given: string | undefined, run: Readonly<Record<string, string>>): string {
  if (given === undefined || given === "{}") return JSON.stringify(run);
  return JSON.stringify({ ...asObject(JSON.parse(given)), ...run });
}

function objectText(fields: Texts): string {
  let text = "";
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) text += `${text === "" ? "" : ","}"${name}":${value}`;
  }
  return `{${text}}`;
}
