import { createHash } from "node:crypto";

import type { JsonObject } from "@honeyhive/contract";

import type { ProjectClient } from "./test-server.js";

/** Ids of what a seeded project holds. */
export interface Seed {
  /** Is in every text of the project: whoever sees it sees something of the project. */
  readonly marker: string;
  readonly session_id: string;
  readonly event_id: string;
  /** Of an image that the event was sent with. */
  readonly media_sha256: string;
  readonly run_id: string;
  readonly other_run_id: string;
  readonly dataset_id: string;
  readonly datapoint_id: string;
  readonly configuration_id: string;
  readonly metric_id: string;
  readonly chart_id: string;
  readonly queue_id: string;
  readonly tool_id: string;
  readonly key_id: string;
  readonly project: string;
}

/** One of everything that a project can hold. */
export async function seedProject({ call, name }: ProjectClient): Promise<Seed> {
  const marker = `marker-${name}`;
  const image = Buffer.from(marker.repeat(2000));
  const runs = [`${marker}-old`, marker].map((run) => call("createRun", { body: { name: run } }));
  const [other, latest] = await Promise.all(runs);
  const run_id = latest?.run_id ?? "";
  const created = await call("createDatapoint", { body: { inputs: { marker } } });
  const datapoint_id = created.result.insertedId;
  const session = await call("createSession", {
    body: { session_name: marker, metadata: { run_id, datapoint_id, marker } },
  });
  const event = await call("createEvent", {
    body: {
      session_id: session.session_id,
      event_type: "model",
      event_name: marker,
      inputs: { marker, chat_history: [{ role: "user", content: [imagePart(image)] }] },
      outputs: { marker },
      metrics: { accuracy: 1 },
      metadata: { run_id, datapoint_id },
    },
  });
  const dataset = await call("createDataset", {
    body: { name: marker, datapoints: [datapoint_id] },
  });
  const configuration = await call("createConfiguration", {
    body: { name: marker, provider: "openai", parameters: { call_type: "chat", model: marker } },
  });
  const metric = await call("createMetric", {
    body: { name: marker, type: "JAVASCRIPT", criteria: `() => "${marker}"` },
  });
  const chart = await call("createChart", { body: { name: marker, metric: "duration" } });
  const { queue } = await call("createQueue", {
    body: { name: marker, event_ids: [event.event_id] },
  });
  const tool = await call("createTool", { body: { name: marker, parameters: {} } });
  const { key } = await call("createKey", { body: { name: marker } });
  return {
    key_id: key.key_id,
    project: name,
    marker,
    session_id: session.session_id,
    event_id: event.event_id,
    media_sha256: createHash("sha256").update(image).digest("hex"),
    run_id,
    other_run_id: other?.run_id ?? "",
    dataset_id: dataset.result.insertedId,
    datapoint_id,
    configuration_id: configuration.insertedId,
    metric_id: metric.metric_id,
    chart_id: chart.data.id,
    queue_id: queue.id,
    tool_id: tool.result.insertedId,
  };
}

function imagePart(bytes: Buffer): JsonObject {
  const url = `data:image/png;base64,${bytes.toString("base64")}`;
  return { type: "image_url", image_url: { url } };
}
