import { splitJsonNow } from "../../../packages/server/dist/ingest/decode/split-json.js";
import { decodeJson } from "../../../packages/server/dist/ingest/decode/json.js";
import { decodeProtobuf } from "../../../packages/server/dist/ingest/decode/protobuf.js";
import { addCost } from "../../../packages/server/dist/ingest/cost/add-cost.js";
import { PriceTable } from "../../../packages/server/dist/ingest/cost/price-table.js";
import { KnownNames } from "../../../packages/server/dist/ingest/map/attribute-names.js";
import { mapSpan } from "../../../packages/server/dist/ingest/map/map-span.js";
import { encodeEvent } from "../../../packages/server/dist/events/event-log.js";
import { makeSpans, toBody } from "../lib/events.mjs";

const count = 5000;
const rounds = 12;

/** CPU that each step of the server takes for an event, without HTTP and the store: the least of some rounds. */
export function measureStages() {
  const json = Buffer.from(toBody(makeSpans(0, count), "json"));
  const protobuf = Buffer.from(toBody(makeSpans(0, count), "protobuf"));
  const prices = new PriceTable();
  const names = new KnownNames();
  const least = {};
  const time = (stage, work) => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    least[stage] = Math.min(least[stage] ?? Infinity, (user + system) / count);
    return result;
  };
  for (let round = 0; round < rounds; round++) {
    const split = time("split JSON", () => splitJsonNow(json));
    const decoded = time("decode JSON", () => [...decodeJson(split)]);
    time("decode protobuf", () => [...decodeProtobuf(protobuf)]);
    const mapped = time("map", () => decoded.map(({ span }) => mapSpan(span, "project", names)));
    const events = time("cost", () => mapped.map(({ event }) => addCost(event, prices)));
    time("encode", () => events.map(encodeEvent));
  }
  return Object.entries(least).map(([stage, usPerEvent]) => ({ stage, usPerEvent }));
}
