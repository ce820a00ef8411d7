// The server under load: `node bench/server/run.mjs --help`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { describeMachine } from "../tracing/lib/machine.mjs";
import { endAll, runRawEngine, startServer } from "./lib/processes.mjs";
import { sendEvents } from "./lib/send.mjs";
import { openStore } from "./lib/stores.mjs";
import { measureIngest } from "./measurements/ingest.mjs";
import { measureMixed } from "./measurements/mixed.mjs";
import { measurePeers } from "./measurements/peers.mjs";
import { measureQueries } from "./measurements/queries.mjs";
import { seedRuns } from "./measurements/runs.mjs";
import { measureStages } from "./measurements/stages.mjs";

const help = `node bench/server/run.mjs [options]      needs Linux, and \`npm run build\` before
  --events N    events of each measurement of ingest (default 50,000)
  --sizes N,N   events in the stores that are asked (default 200,000 and 2 million; 20 million take 20 GB of disk)
  --data DIR    where these stores are kept, and found again by the next run (default: nowhere)
  --rounds N    how often each query is asked warm (default 20)
  --cold N      how often each query is asked cold (default 5)
  --encoding E  of spans that are measured: json (default) or protobuf
  --batches N   sizes of the batches of ingest (default 1,100,5000)
  --profile DIR leaves a CPU profile of the server there
  --only NAMES  ingest, mixed, peers, queries (default all but peers, which are installed when asked for)
`;
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "50000" },
    sizes: { type: "string", default: "200000,2000000" },
    data: { type: "string" },
    rounds: { type: "string", default: "20" },
    cold: { type: "string", default: "5" },
    encoding: { type: "string", default: "json" },
    batches: { type: "string", default: "1,100,5000" },
    profile: { type: "string" },
    only: { type: "string", default: "stages,ingest,mixed,queries" },
    help: { type: "boolean", default: false },
  },
});
const batches = values.batches.split(",").map(Number);
if (values.help) console.log(help);
else await main();

async function main() {
  const temporary = await mkdtemp(join(tmpdir(), "honeyhive-bench-"));
  const wanted = values.only.split(",");
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => void cleanUp(temporary).then(() => process.exit(128 + number)));
  }
  console.log(describeMachine());
  try {
    if (wanted.includes("stages")) table("stages of the server", measureStages());
    if (wanted.includes("ingest")) await ingest(temporary);
    if (wanted.includes("mixed")) await mixed(join(temporary, "mixed"));
    if (wanted.includes("peers"))
      table(
        "peers, the same requests",
        await measurePeers(temporary, { events: Number(values.events), batches }),
      );
    if (wanted.includes("queries")) {
      const sizes = values.sizes.split(",").map(Number);
      const measured = [];
      for (const size of sizes) measured.push(await ask(values.data ?? temporary, size));
      compareSizes(sizes, measured);
    }
  } finally {
    await cleanUp(temporary);
  }
}

/** Never throws, so that the error that led here is the one that is shown. */
async function cleanUp(folder) {
  await endAll();
  // A store that lost its server writes for some moments more.
  const removed = rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  await removed.catch((error) => console.error(`Could not remove ${folder}: ${error.message}`));
}

async function ingest(folder) {
  const { rows, memory, dataDir } = await measureIngest(folder, {
    events: Number(values.events),
    encoding: values.encoding,
    batches,
    profile: values.profile,
  });
  table("ingest", rows);
  for (const [when, megabytes] of Object.entries(memory)) {
    console.log(`memory ${when}, MB`, JSON.stringify(megabytes));
  }
  await measureRawEngine(dataDir);
}

async function mixed(dataDir) {
  const first = 1_000;
  const server = await startServer(dataDir, values.profile);
  await sendEvents(server, { first: 0, count: first, batchSize: 100, clients: 4 });
  const sample = await seedRuns(server, 500);
  table("mixed", [await measureMixed(server, { events: Number(values.events), first, sample })]);
  console.log("memory after mixed, MB", JSON.stringify(server.memory()));
  await server.stop();
}

async function ask(dataDir, size) {
  const { folder, sample } = await openStore(dataDir, size);
  const { rows, bytes } = await runRawEngine(folder, "size");
  console.log(`\n${rows} rows, ${Math.round(bytes / rows)} bytes each on disk`);
  const rounds = Number(values.rounds);
  const coldRounds = Number(values.cold);
  const goalMs = size > 2_000_000 ? 300 : 100;
  const { runIds } = sample;
  const measured = await measureQueries(folder, { runIds, rounds, coldRounds, goalMs });
  table("queries, ms", measured.rows);
  console.log("memory after queries, MB", JSON.stringify(measured.memory));
  return measured.rows;
}

/** How many times as long the same question takes in the next larger store: at most three times, says the goal. */
function compareSizes(sizes, measured) {
  if (sizes.length < 2) return;
  const names = measured[0].map(({ name }) => name);
  table(
    "warm p50, times that of the store before",
    names.map((name, row) => ({
      name,
      ...Object.fromEntries(
        sizes.slice(1).map((size, index) => {
          const [before, now] = [measured[index][row], measured[index + 1][row]];
          return [`${size} events`, now.warmP50Ms / before.warmP50Ms];
        }),
      ),
    })),
  );
}

async function measureRawEngine(dataDir) {
  const rows = [];
  const ways = [
    "TabSeparated file",
    "TabSeparated insert",
    "JSONEachRow insert",
    "JSONEachRow objects",
  ];
  const shapes = [100, 2000, 5000].flatMap((size) => ways.map((way) => ({ size, way })));
  for (const { size, way } of shapes) {
    const task = `${size} ${way}`;
    const { events, cpuSeconds, seconds } = await runRawEngine(dataDir, "insert", task);
    rows.push({
      batchSize: size,
      way,
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
