import { derivedTables, tables } from "../store/migrations/migrations.js";
import type { Query } from "../store/store.js";

/** Names of the tables in which something of a project is stored, even if it was replaced or deleted since. */
export function findLeftovers(projectId: string): Query<string> {
  const looks = [...tables, ...derivedTables].map(
    ({ name }) =>
      `(SELECT '${name}' AS name FROM ${name} WHERE project_id = {project_id:String} LIMIT 1)`,
  );
  return {
    sql: looks.join(" UNION ALL "),
    params: { project_id: projectId },
    parse: (row) => String(row["name"]),
    isForWrite: true,
  };
}
