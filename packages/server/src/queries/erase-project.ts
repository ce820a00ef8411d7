import { derivedTables, tables } from "../store/migrations/migrations.js";
import type { Statement } from "../store/store.js";

/** Takes everything that a project holds off the disk: in the background, unless the settings say to wait. */
export function eraseProject(projectId: string): Statement[] {
  return [...tables, ...derivedTables].map(({ name }) => ({
    at: "all",
    sql: `ALTER TABLE ${name}{{LOCAL}}{{ON_CLUSTER}} DELETE WHERE project_id = {project_id:String}`,
    params: { project_id: projectId },
  }));
}
