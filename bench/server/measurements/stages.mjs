import { splitJsonNow } from "../../../packages/server/dist/ingest/decode/split-json.js";
import { decodeJson } from "../../../packages/server/dist/ingest/decode/json.js";
import { decodeProtobuf } from "../../../packages/server/dist/ingest/decode/protobuf.js";
import { addCost } from "../../../packages/server/dist/cost/add-cost.js";
import { PriceTable } from "../../../packages/server/dist/cost/price-table.js";
import { KnownNames } from "../../../packages/server/dist/mapping/attribute-names.js";
import { mapSpan } from "../../../packages/server/dist/mapping/map-span.js";
import { RowWriter } from "../../../packages/server/dist/events/row-writer.js";
import { BufferPool } from "../../../packages/server/dist/lib/buffer-pool.js";
import { makeSpans, toBody, withTypography } from "../lib/events.mjs";

const count = 5000;
const rounds = 12;

/** CPU that each step of the server takes for an event, without HTTP and the store: the least of some rounds. */
export function measureStages() {
  const plain = makeSpans(0, count);
  const typographic = new Map(measure(withTypography(plain)));
  return measure(plain).map(([stage, usPerEvent]) => ({
    stage,
    usPerEvent,
    withTypography: typographic.get(stage),
  }));
}

function measure(spans) {
  const json = Buffer.from(toBody(spans, "json"));
  const protobuf = Buffer.from(toBody(spans, "protobuf"));
  const prices = new PriceTable();
  const names = new KnownNames();
  const pool = new BufferPool();
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
    const rows = new RowWriter(() => 0, pool);
    time("encode", () => events.map((event) => rows.encode(event)));
    rows.release();
  }
  return Object.entries(least);
}
