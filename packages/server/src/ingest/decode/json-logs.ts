import type { JsonObject } from "@honeyhive/contract";

import type { LogRecord } from "../log-record.js";
import {
  attributesIn,
  get,
  idIn,
  nanosecondsIn,
  objectIn,
  objectsIn,
  readAnyValue,
  textIn,
} from "./json-fields.js";
import type { SplitRequest } from "./split-json.js";

/** Records of a JSON `ExportLogsServiceRequest`. */
export function* decodeJsonLogs({ skeleton, recordsAt }: SplitRequest): Generator<LogRecord> {
  for (const resourceLogs of objectsIn(skeleton, "resourceLogs")) {
    for (const scopeLogs of objectsIn(resourceLogs, "scopeLogs")) {
      const scopeName = textIn(objectIn(scopeLogs, "scope"), "name");
      for (const place of objectsIn(scopeLogs, "logRecords")) {
        for (const record of recordsAt(place)) yield { ...readRecord(record), scopeName };
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
