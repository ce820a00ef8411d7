import type { LogRecord } from "../log-record.js";
import { messagesIn, readScope, toHex, toMalformed } from "./protobuf-fields.js";
import { readAnyValue, readKeyValue } from "./read-any-value.js";
import { readFields } from "./read-fields.js";

/** Records of a binary `ExportLogsServiceRequest`. */
export function* decodeProtobufLogs(body: Uint8Array): Generator<LogRecord> {
  try {
    for (const resourceLogs of messagesIn(body, 1)) {
      for (const scopeLogs of messagesIn(resourceLogs, 2)) yield* readScopeLogs(scopeLogs);
    }
  } catch (error) {
    throw toMalformed(error);
  }
}

function* readScopeLogs(bytes: Uint8Array): Generator<LogRecord> {
  let scopeName = "";
  for (const message of messagesIn(bytes, 1)) scopeName = readScope(message).name;
  for (const record of messagesIn(bytes, 2)) yield { ...readRecord(record), scopeName };
}

function readRecord(bytes: Uint8Array): Omit<LogRecord, "scopeName"> {
  const attributes: Record<string, unknown> = {};
  let ids = { traceId: "", spanId: "" };
  let [timeNs, observedNs, eventName] = [0n, 0n, ""];
  let body: unknown = null;
  readFields(bytes, (field, reader) => {
    if (field === 1) timeNs = BigInt(reader.fixed64());
    else if (field === 5) body = readAnyValue(reader);
    else if (field === 6) readKeyValue(reader, attributes);
    else if (field === 9) ids = { ...ids, traceId: toHex(reader.bytes()) };
    else if (field === 10) ids = { ...ids, spanId: toHex(reader.bytes()) };
    else if (field === 11) observedNs = BigInt(reader.fixed64());
    else if (field === 12) eventName = reader.string();
    else return false;
    return true;
  });
  return { ...ids, timeNs: timeNs > 0n ? timeNs : observedNs, eventName, body, attributes };
}
