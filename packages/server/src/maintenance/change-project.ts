import { projectIdOf } from "../auth/project-directory.js";
import { createRetention } from "../events/retention.js";
import { eraseProject as removeProject } from "../queries/erase-project.js";
import { openTables } from "./open-tables.js";

export interface ProjectInStore {
  readonly store: string;
  /** Its name. */
  readonly project: string;
}

/**
 * Gives the events that a project has the retention that servers give new ones, and removes what is too old by it.
 * Resolves when that is done on every node.
 */
export async function retainProject(
  { store, project }: ProjectInStore,
  days: number,
): Promise<void> {
  const project_id = projectIdOf(project);
  const kept = createRetention({ projects: { [project]: days } })(project_id);
  await using tables = await openTables(store);
  for (const table of ["events", "sessions", "event_patches", "media"]) {
    const change = `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}}`;
    const rows = `UPDATE retention_days = {days:UInt16} WHERE project_id = {project_id:String} AND is_deleted = 0`;
    await tables.engine.define(`${change} ${rows} ${waiting}`, { project_id, days: kept });
    await tables.engine.define(`${change} MATERIALIZE TTL ${waiting}`);
  }
}

/**
 * Removes everything that a project has: events, their changes, runs, datasets and whatever else. The project and
 * its keys stay. Resolves when nothing of it is left on any node. Servers that run remember sessions: restart them.
 */
export async function eraseProject({ store, project }: ProjectInStore): Promise<void> {
  await using tables = await openTables(store);
  for (const { sql, params } of removeProject(projectIdOf(project))) {
    await tables.engine.define(`${sql} ${waiting}`, params);
  }
}

/** Otherwise the engine would only take note of the change. */
const waiting = "SETTINGS mutations_sync = 1";
