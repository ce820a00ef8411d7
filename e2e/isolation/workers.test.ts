import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { startCollector, makeRandom } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

const workers = 24;
const program = new URL("./fixtures/worker.mjs", import.meta.url);

test("continues sessions and traces of two tenants in worker threads", async () => {
  await using one = await startCollector();
  await using two = await startCollector();
  const random = makeRandom(1);
  const tenants = [one, two].map(({ url: serverUrl }, index) => {
    const apiKey = `key-${index}`;
    return { serverUrl, apiKey, tracer: new HoneyHiveTracer({ serverUrl, apiKey }) };
  });
  const start = async (index: number): Promise<void> => {
    const tenant = tenants[random.below(2)];
    if (tenant === undefined) return;
    const { tracer, serverUrl, apiKey } = tenant;
    await tracer.withSession({ name: `session ${index}` }, (sessionId) =>
      tracer.traceFunction({ eventName: `parent of ${sessionId}` })(async () => {
        const carrier = tracer.inject({});
        const name = `worker of ${sessionId}`;
        const worker = new Worker(program, {
          workerData: { serverUrl, apiKey, carrier, name },
          execArgv: [],
        });
        await once(worker, "exit");
      })(),
    );
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => start(index)));
  await Promise.all(tenants.map(({ tracer }) => tracer.shutdown(60_000)));

  const spans = [...one.spans, ...two.spans];
  expect(spans).toHaveLength(workers * 3);
  const names = new Map(spans.map((span) => [span.spanId, span.name]));
  const places = spans.map((span) => {
    const sessionId = String(span.attributes["honeyhive.session_id"]);
    const parent = names.get(span.parentSpanId ?? "");
    return [span.name, parent].map((name) => name?.replace(sessionId, "<own session>"));
  });
  expect(new Set(places.map((place) => JSON.stringify(place)))).toEqual(
    new Set([
      '["parent of <own session>",null]',
      '["worker of <own session>","parent of <own session>"]',
      '["worker of <own session> inner","worker of <own session>"]',
    ]),
  );
});
