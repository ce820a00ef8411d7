import { maxRecordsOfRequest, tooManyRecords } from "./batch-too-large-error.js";
import { EventBatch } from "./event-batch.js";
import { storeBatch, type IngestServices } from "./ingest-events.js";
import type { KnownNames } from "../mapping/attribute-names.js";
import { isUnwantedHttpSpan } from "../mapping/http-span.js";
import { mapSpan } from "../mapping/map-span.js";
import { reject, type Rejections } from "./rejections.js";
import type { DecodedSpan } from "../mapping/span-record.js";

export interface SpanServices extends IngestServices {
  /** Of attributes of spans that came before. */
  readonly names: KnownNames;
}

export interface SpansOfRequest {
  readonly projectId: string;
  readonly spans: Iterable<DecodedSpan>;
  /** Of the body that the spans come from. */
  readonly sizeBytes: number;
  /** Called when all spans were read, before they are stored: nobody reads the body any more. */
  readonly onRead?: () => void;
}

/** An event repeats its resource and names what protobuf numbers; more than this is no trace. */
const maxGrowth = 8;
const alwaysAllowedBytes = 16 * 1024 * 1024;

/** Stores the valid spans, and counts the others. */
export async function ingestSpans(
  services: SpanServices,
  { projectId, spans, sizeBytes, onRead }: SpansOfRequest,
): Promise<Rejections> {
  const rejections: Rejections = { count: 0, firstReason: "" };
  const limitBytes = Math.max(alwaysAllowedBytes, sizeBytes * maxGrowth);
  const batch = new EventBatch(services.prices, services.events.startRows(), limitBytes);
  let count = 0;
  const add = (decoded: DecodedSpan): void => {
    count += 1;
    if (count > maxRecordsOfRequest) throw tooManyRecords();
    if (decoded.kind === "invalid") {
      reject(rejections, decoded.reason);
    } else if (!isUnwantedHttpSpan(decoded.span)) {
      rejections.firstReason ||= decoded.remark ?? "";
      batch.add(mapSpan(decoded.span, projectId, services.names));
    }
  };
  await services.events.prepare(() => services.turns.visit(spans, add));
  onRead?.();
  const deleted = await storeBatch(services, projectId, batch);
  rejections.count += deleted.count;
  rejections.firstReason ||= deleted.firstReason;
  return rejections;
}
