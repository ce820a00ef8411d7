import type { Project } from "../lib/project.js";
import type { RunScope } from "../queries/of-run.js";
import { findRunScope } from "../runs/find-run-scope.js";
import type { Services } from "../services.js";

/** What is of the run that a question names, if it names one. */
export async function readScope(
  { store, runs }: Pick<Services, "store" | "runs">,
  project: Project,
  runId: string | undefined,
): Promise<RunScope | undefined> {
  if (runId === undefined) return undefined;
  return findRunScope(store, project.id, { runId, run: runs.find(project, runId) });
}
