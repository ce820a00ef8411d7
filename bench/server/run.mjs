// The server under load: `node bench/server/run.mjs --help`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { describeMachine } from "../tracing/lib/machine.mjs";
import { runRawEngine, startServer } from "./lib/processes.mjs";
import { sendEvents } from "./lib/send.mjs";
import { measureIngest } from "./measurements/ingest.mjs";
import { measureMixed } from "./measurements/mixed.mjs";
import { measureQueries } from "./measurements/queries.mjs";
import { seedRuns } from "./measurements/runs.mjs";

const help = `node bench/server/run.mjs [options]      needs Linux, and \`npm run build\` before
  --events N    events of each measurement of ingest (default 50,000)
  --small N     events in the store for the first round of queries (default 200,000)
  --times N     how many times as many for the second (default 10; 100 for 20 million; 1 for none)
  --rounds N    how often each query is asked warm (default 15)
  --encoding E  of spans that are measured: json (default) or protobuf
  --batches N   sizes of the batches of ingest (default 1,100,5000)
  --profile DIR leaves a CPU profile of the server there
  --only NAMES  ingest, mixed, queries (default all)
`;
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "50000" },
    small: { type: "string", default: "200000" },
    times: { type: "string", default: "10" },
    rounds: { type: "string", default: "15" },
    encoding: { type: "string", default: "json" },
    batches: { type: "string", default: "1,100,5000" },
    profile: { type: "string" },
    only: { type: "string", default: "ingest,mixed,queries" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(help);
else await main();

async function main() {
  const dataDir = await mkdtemp(join(tmpdir(), "honeyhive-bench-"));
  const wanted = values.only.split(",");
  console.log(describeMachine());
  try {
    const server = await startServer(dataDir, values.profile);
    console.log("memory idle, MB", JSON.stringify(server.memory()));
    let next = 1_000;
    await sendEvents(server, { first: 0, count: next, batchSize: 100, clients: 4 });
    if (wanted.includes("ingest")) {
      const events = Number(values.events);
      const { rows, next: after } = await measureIngest(server, {
        events,
        first: next,
        encoding: values.encoding,
        batches: values.batches.split(",").map(Number),
      });
      next = after;
      table("ingest", rows);
      console.log("memory after ingest, MB", JSON.stringify(server.memory()));
    }
    const sample = await seedRuns(server, 500);
    if (wanted.includes("mixed")) {
      const events = Number(values.events);
      table("mixed", [await measureMixed(server, { events, first: next, sample })]);
      next += events;
      console.log("memory after mixed, MB", JSON.stringify(server.memory()));
    }
    if (wanted.includes("queries")) {
      const count = Math.max(0, Number(values.small) - next);
      await sendEvents(server, { first: next, count, batchSize: 1000, clients: 4 });
    }
    await server.stop();
    if (wanted.includes("ingest")) await measureRawEngine(dataDir);
    if (!wanted.includes("queries")) return;
    await report(dataDir, sample);
    if (Number(values.times) <= 1) return;
    await runRawEngine(dataDir, "grow", values.times);
    await report(dataDir, sample);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }

  async function report(folder, sample) {
    const { rows, bytes } = await runRawEngine(folder, "size");
    console.log(`${rows} rows, ${Math.round(bytes / rows)} bytes each on disk`);
    const server = await startServer(folder);
    table("queries, ms", await measureQueries(server, { sample, rounds: Number(values.rounds) }));
    console.log("memory after queries, MB", JSON.stringify(server.memory()));
    await server.stop();
  }
}

async function measureRawEngine(dataDir) {
  const rows = [];
  const shapes = [100, 2000, 5000].flatMap((size) =>
    ["TabSeparated", "JSONEachRow"].map((format) => ({ size, format })),
  );
  for (const { size, format } of shapes) {
    const task = `${size} ${format}`;
    const { events, cpuSeconds, seconds } = await runRawEngine(dataDir, "insert", task);
    rows.push({
      batchSize: size,
      format,
      eventsPerCore: events / cpuSeconds,
      cpuUsPerEvent: (cpuSeconds / events) * 1e6,
      eventsPerSecond: events / seconds,
    });
  }
  table("raw engine, the same rows", rows);
}

function table(title, rows) {
  console.log(`\n${title}`);
  const rounded = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === "number" ? Number(value.toPrecision(value >= 1000 ? 5 : 3)) : value,
      ]),
    ),
  );
  console.table(rounded);
}
