import { randomBytes, randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { MediaReference } from "../mapping/messages/media.js";
import { findMedia } from "../queries/find-media.js";
import { collectRows } from "../store/collect-rows.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { MediaLog } from "./media-log.js";

test("an image in each turn of many conversations takes the space of a few", async () => {
  await using fixture = await temporaryStore();
  const { engine, store } = fixture;
  const log = new MediaLog(store);
  const media = new MediaReference("image/png", randomBytes(100_000));
  const owners = Array.from({ length: 60 }, (_, index) => ({
    project_id: "project",
    session_id: `session-${Math.floor(index / 10)}`,
    event_id: randomUUID(),
    start_time: Date.now(),
  }));
  await Promise.all(owners.map((owner) => log.append([{ owner, media }])));
  await engine.define("OPTIMIZE TABLE media FINAL");
  const sql = `SELECT sum(column_data_compressed_bytes) AS size FROM system.parts_columns
    WHERE table = 'media' AND column = 'content' AND active`;
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  expect(Number(row?.["size"])).toBeLessThan(3 * media.size_bytes);
  for (const { event_id } of owners.slice(-2)) {
    const [kept] = await store.select(findMedia("project", event_id, media.sha256));
    expect(kept?.bytes.equals(media.bytes)).toBe(true);
  }
});
