import type { Project } from "../../lib/project.js";
import type { RunScope } from "../../queries/of-run.js";
import { findRunScope } from "../../runs/find-run-scope.js";
import type { Services } from "../../services.js";

/** What is of the run that a question names, if it names one. */
export async function readScope(
  services: Pick<Services, "store" | "mixedSessions" | "runs">,
  project: Project,
  runId: string | undefined,
): Promise<RunScope | undefined> {
  if (runId === undefined) return undefined;
  return findRunScope(services, project.id, { runId, run: services.runs.find(project, runId) });
}
