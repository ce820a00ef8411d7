import type { Statement } from "../store/store.js";

/** Takes everything that a project holds off the disk: in the background, unless the settings say to wait. */
export function eraseProject(projectId: string): Statement[] {
  return ["events", "event_patches", "entities"].map((table) => ({
    at: "all",
    sql: `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}} DELETE WHERE project_id = {project_id:String}`,
    params: { project_id: projectId },
  }));
}
