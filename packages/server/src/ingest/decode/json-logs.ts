import type { JsonObject } from "@honeyhive/contract";

import type { LogRecord } from "../log-record.js";
import {
  attributesIn,
  get,
  idIn,
  nanosecondsIn,
  objectIn,
  objectsIn,
  parseRequest,
  readAnyValue,
  textIn,
} from "./json-fields.js";

/** Records of a JSON `ExportLogsServiceRequest`. */
export function* decodeJsonLogs(body: Uint8Array): Generator<LogRecord> {
  for (const resourceLogs of objectsIn(parseRequest(body), "resourceLogs")) {
    for (const scopeLogs of objectsIn(resourceLogs, "scopeLogs")) {
      const scopeName = textIn(objectIn(scopeLogs, "scope"), "name");
      for (const record of objectsIn(scopeLogs, "logRecords")) {
        yield { ...readRecord(record), scopeName };
      }
    }
  }
}

function readRecord(record: JsonObject): Omit<LogRecord, "scopeName"> {
  const timeNs = nanosecondsIn(record, "timeUnixNano");
  return {
    traceId: idIn(record, "traceId", 32),
    spanId: idIn(record, "spanId", 16),
    timeNs: timeNs > 0n ? timeNs : nanosecondsIn(record, "observedTimeUnixNano"),
    eventName: textIn(record, "eventName"),
    body: readAnyValue(get(record, "body")),
    attributes: attributesIn(record),
  };
}
