import { isUuid, listRunsLightly, type Client, type RunOfList } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

const pageSize = 100;
const maxPages = 10;

/** The id of a run: given as such, as `latest`, as `branch:<git branch>`, or as a name, whose latest run it is. */
export async function findRun(call: Client, reference: string): Promise<string> {
  const isId: boolean = isUuid(reference);
  if (isId) return reference;
  const isWanted = matcherOf(reference);
  for (let page = 1; page <= maxPages; page++) {
    const query = { page, limit: pageSize, sort_by: "created_at", sort_order: "desc" } as const;
    const { evaluations } = await listRunsLightly(call, { query });
    const found = evaluations.find(isWanted);
    if (found !== undefined) return found.run_id;
    if (evaluations.length < pageSize) break;
  }
  throw new CliError(
    `Expected a run by its id or name, \`latest\` or \`branch:<git branch>\`, got "${reference}", which names none. ` +
      "`honeyhive runs list` shows what there is.",
  );
}

function matcherOf(reference: string): (run: RunOfList) => boolean {
  if (reference === "latest") return () => true;
  const branch = /^branch:(.+)$/.exec(reference)?.[1];
  if (branch === undefined) return (run) => run.name === reference || run.run_id === reference;
  return ({ metadata: { git } }) =>
    typeof git === "object" && git !== null && "branch" in git && git.branch === branch;
}
