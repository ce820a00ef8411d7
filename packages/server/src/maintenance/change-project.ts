import { projectsScope } from "../auth/project-directory.js";
import { projectIdOf } from "../lib/project.js";
import { createRetention, latestEndSeconds } from "../events/retention.js";
import { eraseProject as removeProject } from "../queries/erase-project.js";
import { collectRows } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";
import { StoreError } from "../store/store-error.js";
import { openTables, type OpenTables } from "./open-tables.js";
import type { Waits } from "./waits.js";

export interface ProjectInStore extends Waits {
  readonly store: string;
  /** Its name. */
  readonly project: string;
}

/**
 * Gives the events that a project has the retention that servers give new ones, and removes what is too old by it.
 * Resolves when that is done on every node.
 */
export async function retainProject(place: ProjectInStore, days: number): Promise<void> {
  const { project } = place;
  const project_id = projectIdOf(project);
  const kept = createRetention({ projects: { [project]: days } })(project_id, 0);
  await using tables = await openProject(place);
  const latest = latestEndSeconds;
  for (const [table, since] of Object.entries(countedFrom)) {
    const change = `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}}`;
    const end = `toInt64(toUnixTimestamp64Micro(${since}) / 1000000) + {days:UInt16} * 86400`;
    const rows = `UPDATE retention_days = if(${end} > {latest:UInt64}, 0, {days:UInt16})
      WHERE project_id = {project_id:String} AND is_deleted = 0`;
    await tables.engine.define(`${change} ${rows} ${waiting}`, { project_id, days: kept, latest });
    await tables.engine.define(`${change} MATERIALIZE TTL ${waiting}`);
  }
}

/** Tables whose rows expire, and the moment from which their days are counted. */
const countedFrom = {
  events: "start_time",
  sessions: "start_time",
  event_patches: "patched_at",
  media: "start_time",
};

/**
 * Removes everything that a project has: events, their changes, runs, datasets and whatever else. The project and
 * its keys stay. Resolves when nothing of it is left on any node. Servers that run remember sessions: restart them.
 */
export async function eraseProject(place: ProjectInStore): Promise<void> {
  await using tables = await openProject(place);
  for (const { sql, params } of removeProject(projectIdOf(place.project))) {
    await tables.engine.define(`${sql} ${waiting}`, params);
  }
}

/** Otherwise the engine would only take note of the change. */
const waiting = "SETTINGS mutations_sync = 1";

/** Opens a store that has the project. */
async function openProject({ store, project, ...waits }: ProjectInStore): Promise<OpenTables> {
  const tables = await openTables(store, { mustHaveTables: true, ...waits });
  try {
    const names = await readProjects(tables.engine);
    if (names.includes(project) || (await hasEvents(tables.engine, project))) return tables;
    throw new StoreError(
      "PROJECT_UNKNOWN",
      `Expected the name of a project, got \`${project}\`. The store has ${names.join(", ") || "none"}.`,
    );
  } catch (error) {
    await tables.engine.close();
    throw error;
  }
}

/** What a project leaves behind that was deleted may be erased, too. */
async function hasEvents(engine: Engine, project: string): Promise<boolean> {
  const sql = "SELECT 1 FROM events WHERE project_id = {project_id:String} LIMIT 1";
  const params = { project_id: projectIdOf(project) };
  return (await collectRows(engine.query(sql, params, { timeoutMs: 30_000 }))).length > 0;
}

async function readProjects(engine: Engine): Promise<string[]> {
  const sql = `SELECT name FROM entities FINAL
    WHERE project_id = {project_id:String} AND kind = {kind:String} ORDER BY name`;
  const params = { project_id: projectsScope.projectId, kind: projectsScope.kind };
  const rows = await collectRows(engine.query(sql, params, { timeoutMs: 30_000 }));
  return rows.map((row) => String(row["name"]));
}
