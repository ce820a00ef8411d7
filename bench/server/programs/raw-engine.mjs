// chDB without a server around it, on the folder of a server that has stopped. One task, then killed: chDB
// crashes when a process ends while it merges.
import { readFileSync, writeFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Session } from "chdb";

import { fillStatements } from "../lib/fill.mjs";

const [dataDir, task, argument] = process.argv.slice(2);
const database = "honeyhive";
// Configured like the store host's, so that it merges alike.
const config = `--config-file=${task === "fill" ? configToFill() : join(dataDir, "store-config.xml")}`;
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
const session = new Session(join(dataDir, "store"), { connectionArgs: [config] });
session.query(`USE ${database}`);

const ways = {
  insert: ({ values, columns, format }) =>
    session.insert({ table: "raw_events", columns: columns.split(", "), values, format }),
  /** What a program has that stores rows without a server: objects, which it makes JSON. */
  objects({ values, ...rest }) {
    const lines = values.map((row) => JSON.stringify(row));
    return ways.insert({ ...rest, values: Buffer.from(lines.join("\n")) });
  },
  async file({ values, columns, format }) {
    const path = join(dataDir, "raw-rows");
    await writeFile(path, values);
    await session.queryAsync(
      `INSERT INTO raw_events (${columns}) FROM INFILE '${path}' COMPRESSION 'none' FORMAT ${format}`,
    );
    await rm(path);
  },
};

const tasks = {
  /**
   * Inserts the server's own rows again, into a table like the server's. `argument` says rows at a time, the format, and
   * whether they are handed over by the binding's `insert`, out of objects or not, or, as the server does with large
   * batches, in a file.
   */
  async insert() {
    const [, ddl] = /^"?(.*?)"?$/s.exec(await read("SHOW CREATE TABLE events FORMAT TSVRaw"));
    session.query("DROP TABLE IF EXISTS raw_events SYNC");
    session.query(ddl.replace(`${database}.events`, `${database}.raw_events`));
    const [size, format, way] = argument.split(" ");
    session.query("SET max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0");
    const columns = await read(
      "SELECT arrayStringConcat(groupArray(name), ', ') FROM system.columns WHERE table = 'events' AND database = currentDatabase() AND default_kind != 'MATERIALIZED' FORMAT TSVRaw",
    );
    const lines = (await read(`SELECT ${columns} FROM events LIMIT 50000 FORMAT ${format}`)).split(
      "\n",
    );
    const batches = [];
    for (let start = 0; start < lines.length; start += Number(size)) {
      const part = lines.slice(start, start + Number(size));
      const isText = way !== "objects";
      batches.push(isText ? Buffer.from(part.join("\n")) : part.map((line) => JSON.parse(line)));
    }
    const before = process.cpuUsage();
    const startMs = performance.now();
    for (const values of batches) await ways[way]({ values, columns, format });
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - startMs) / 1000;
    session.query("DROP TABLE raw_events SYNC");
    return { events: lines.length, cpuSeconds: (user + system) / 1e6, seconds };
  },
  /** Adds copies until there are `argument` rows or some more, and waits until most merges are done. */
  async fill() {
    const columns = (
      await read(
        "SELECT name FROM system.columns WHERE table = 'events' AND database = currentDatabase() AND default_kind != 'MATERIALIZED' FORMAT TSVRaw",
      )
    ).split("\n");
    const seedRows = Number(await read("SELECT count() FROM events FORMAT TSVRaw"));
    const nowMicros = Date.now() * 1000;
    const statements = fillStatements({ columns, seedRows, rows: Number(argument), nowMicros });
    for (const statement of statements) await session.queryAsync(statement);
    const merging = "SELECT count() FROM system.merges FORMAT TSVRaw";
    for (let quiet = 0; quiet < 5; quiet = (await read(merging)) === "0" ? quiet + 1 : 0) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return {};
  },
  async size() {
    const text = await read(
      "SELECT sum(rows) AS rows, sum(bytes_on_disk) AS bytes, sum(data_uncompressed_bytes) AS uncompressed FROM system.parts WHERE active AND table = 'events' FORMAT JSONEachRow",
    );
    return JSON.parse(text);
  },
};

/** Filling copies more at once than a server takes in, and merges what it has copied meanwhile. */
function configToFill() {
  const path = join(dataDir, "fill-config.xml");
  const settings = readFileSync(join(dataDir, "store-config.xml"), "utf8");
  const limit = /(<max_server_memory_usage>)\d+/;
  writeFileSync(
    path,
    settings.replace(limit, (_, tag) => `${tag}6000000000`),
  );
  return path;
}

const result = await tasks[task]();
process.send(result, () => process.kill(process.pid, "SIGKILL"));

/** Without the end of the last line; a row may end with a column that is empty, behind a tab. */
async function read(sql) {
  return (await session.queryAsync(sql)).text().replace(/\n$/, "");
}
