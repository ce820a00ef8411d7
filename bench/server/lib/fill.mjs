/**
 * Statements that make a store of a few thousand real events one of many millions: copies of what the server has
 * stored, under ids of their own, spread over two weeks, written oldest first like what comes in day by day.
 * One copy in ten belongs to another project; of every hundred events one came twice, two were changed later,
 * and of every thousand one was deleted.
 */
const spreadMicros = 14 * 86_400 * 1e6;
const copiesAtOnce = 10;

export function fillStatements({ columns, seedRows, rows, nowMicros }) {
  const copies = Math.max(1, Math.ceil((rows - seedRows) / seedRows));
  const statements = [dropSeed, makeSeed];
  for (let last = copies; last > 0; last -= copiesAtOnce) {
    const first = Math.max(1, last - copiesAtOnce + 1);
    const part = { columns, copies, nowMicros, first, count: last - first + 1 };
    statements.push(
      copyOf(part, "true", {}),
      copyOf(part, "chosen < 10", {}),
      copyOf(part, "chosen BETWEEN 10 AND 29", {
        version: "1",
        metadata: `concat(substring(${metadata}, 1, length(${metadata}) - 1), ',"changed":1}')`,
      }),
      copyOf(part, "chosen = 30", {
        version: "18446744073709551615",
        is_deleted: "1",
      }),
    );
  }
  return [...statements, dropSeed];
}

const dropSeed = "DROP TABLE IF EXISTS seed SYNC";
const makeSeed = `CREATE TABLE seed ENGINE = Memory AS
  SELECT *, toUnixTimestamp64Micro(start_time) AS started,
    started - min(started) OVER (PARTITION BY session_id) AS since
  FROM events FINAL WHERE run_id = ''`;

const newTrace = "concat(lower(hex(toUInt32(copy))), substring(trace_id, 9))";
const metadata = `if(trace_id = '', metadata, replaceAll(metadata, trace_id, ${newTrace}))`;

function copyOf({ columns, copies, nowMicros, first, count }, condition, changes) {
  const width = Math.floor(spreadMicros / copies);
  const values = {
    event_id: renamed("event_id"),
    session_id: renamed("session_id"),
    parent_id: `if(parent_id = '', '', ${renamed("parent_id")})`,
    trace_id: `if(trace_id = '', '', ${newTrace})`,
    project_id: "if(copy % 10 = 9, concat('other-', toString(copy % 3)), project_id)",
    start_time: "fromUnixTimestamp64Micro(at, 'UTC')",
    end_time: "fromUnixTimestamp64Micro(at + toInt64(duration * 1000), 'UTC')",
    received_at: "toDateTime64(fromUnixTimestamp64Micro(at, 'UTC'), 3, 'UTC')",
    metadata,
    ...changes,
  };
  const share = "bitShiftRight(cityHash64(session_id, copy), 32) / 4294967296";
  return `INSERT INTO events (${columns.join(", ")})
    SELECT ${columns.map((name) => `${values[name] ?? `s.${name}`} AS ${name}`).join(", ")}
    FROM (
      SELECT *, toInt64(${nowMicros} - (copy - 1 + ${share}) * ${width}) + since AS at
      FROM (SELECT *, cityHash64(event_id) % 1000 AS chosen FROM seed WHERE ${condition}) AS chosen_rows
      CROSS JOIN (SELECT number + ${first} AS copy FROM numbers(${count})) AS copies
    ) AS s
    SETTINGS prefer_column_name_to_alias = 1, min_insert_block_size_bytes = 1000000000`;
}

/** The first eight digits differ for every copy of an id, the others for every id. */
function renamed(id) {
  const digits = `reinterpretAsUInt32(reverse(unhex(substring(${id}, 1, 8))))`;
  // hex() leaves leading zero bytes out.
  const renamedDigits = `leftPad(lower(hex(bitXor(${digits}, toUInt32(copy * 2654435761)))), 8, '0')`;
  return `concat(${renamedDigits}, substring(${id}, 9))`;
}
