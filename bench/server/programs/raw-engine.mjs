// chDB without a server around it, on the folder of a server that has stopped. One task, then killed: chDB
// crashes when a process ends while it merges.
import { Session } from "chdb";

const [storeDir, task, argument] = process.argv.slice(2);
const database = "honeyhive";
const session = new Session(storeDir);
session.query(`USE ${database}`);

const tasks = {
  /** Inserts the server's own rows again, into a table like the server's. `argument` says rows at a time and format. */
  async insert() {
    const [, ddl] = /^"?(.*?)"?$/s.exec(await read("SHOW CREATE TABLE events FORMAT TSVRaw"));
    session.query("DROP TABLE IF EXISTS raw_events SYNC");
    session.query(ddl.replace(`${database}.events`, `${database}.raw_events`));
    const [size, format] = argument.split(" ");
    session.query("SET max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0");
    const batches = [];
    const columns = await read(
      "SELECT arrayStringConcat(groupArray(name), ', ') FROM system.columns WHERE table = 'events' AND database = currentDatabase() AND default_kind != 'MATERIALIZED' FORMAT TSVRaw",
    );
    const lines = (await read(`SELECT ${columns} FROM events LIMIT 50000 FORMAT ${format}`)).split(
      "\n",
    );
    for (let start = 0; start < lines.length; start += Number(size)) {
      batches.push(Buffer.from(lines.slice(start, start + Number(size)).join("\n")));
    }
    const before = process.cpuUsage();
    const startMs = performance.now();
    for (const values of batches) {
      await session.insert({
        table: "raw_events",
        columns: columns.split(", "),
        values,
        format,
      });
    }
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - startMs) / 1000;
    session.query("DROP TABLE raw_events SYNC");
    return { events: lines.length, cpuSeconds: (user + system) / 1e6, seconds };
  },
  /** Copies all events under other ids, a day earlier each time, until there are `argument` times as many. */
  async grow() {
    const renamed = (id) =>
      `if(${id} = '', '', concat(lower(hex(toUInt32(cityHash64(${id}, copy)))), substring(${id}, 9))) AS ${id}`;
    const columns = (
      await read(
        "SELECT name FROM system.columns WHERE table = 'events' AND database = currentDatabase() AND default_kind != 'MATERIALIZED' FORMAT TSVRaw",
      )
    ).split("\n");
    for (let copy = 1; copy < Number(argument); copy++) {
      const values = columns.map((name) => {
        if (["event_id", "session_id", "parent_id"].includes(name)) return renamed(name);
        if (["start_time", "end_time"].includes(name)) return `${name} - INTERVAL ${copy} DAY`;
        return ["run_id", "datapoint_id"].includes(name) ? `'' AS ${name}` : name;
      });
      session.query(
        `INSERT INTO events (${columns.join(", ")}) WITH ${copy} AS copy SELECT ${values.join(", ")} FROM (SELECT * FROM events WHERE start_time > (SELECT max(start_time) - INTERVAL 20 HOUR FROM events))`,
      );
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

const result = await tasks[task]();
process.send(result, () => process.kill(process.pid, "SIGKILL"));

async function read(sql) {
  return (await session.queryAsync(sql)).text().trim();
}
