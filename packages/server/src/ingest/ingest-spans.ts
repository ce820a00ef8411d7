import { convertInSlices } from "../convert-in-slices.js";
import { ingestEvents, type IngestServices } from "./ingest-events.js";
import { mapSpan } from "./map/map-span.js";
import type { DecodedSpan } from "./span-record.js";

/** Stores the valid spans and gives the reasons why the others are not. */
export async function ingestSpans(
  services: IngestServices,
  projectId: string,
  spans: Iterable<DecodedSpan>,
): Promise<string[]> {
  const outcomes = await convertInSlices(spans, (decoded) =>
    decoded.kind === "span" ? mapSpan(decoded.span, projectId) : decoded,
  );
  const mapped = outcomes.flatMap((outcome) => ("event" in outcome ? outcome : []));
  await ingestEvents(services, projectId, mapped);
  return outcomes.flatMap((outcome) => ("event" in outcome ? [] : outcome.reason));
}
