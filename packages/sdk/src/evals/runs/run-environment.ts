import { platform } from "node:os";

import type { JsonObject } from "@honeyhive/contract";

import type { GitState, RunEnvironment } from "../types/run-environment.js";
import type { ResolvedOptions } from "../../config/resolved-options.js";
import { gitAttributes } from "../../detect/resource.js";

export async function describeRunEnvironment(
  options: Pick<ResolvedOptions, "program" | "detectGit">,
): Promise<RunEnvironment> {
  return {
    git: options.detectGit ? await describeGit(options.program.branch) : undefined,
    node: process.versions.node,
    platform: `${platform()} ${process.arch}`,
    ci: options.program.ci,
  };
}

/** The wire's form, as Python's: without names and addresses of people. */
export function environmentMetadata({ git, node, ci, ...rest }: RunEnvironment): JsonObject {
  return {
    ...(git === undefined
      ? {}
      : {
          git: {
            commit_hash: git.commit,
            branch: git.branch,
            is_dirty: git.isDirty,
            remote_url: git.remoteUrl,
          },
        }),
    environment: { node, platform: rest.platform, ...(ci === undefined ? {} : { ci }) },
  };
}

async function describeGit(branchOfCi: string | undefined): Promise<GitState | undefined> {
  const found = await gitAttributes();
  const text = (name: string): string | undefined => {
    const value = found[name];
    return typeof value === "string" ? value : undefined;
  };
  const commit = text("git.commit");
  const branch = text("git.branch") ?? branchOfCi;
  if (commit === undefined && branch === undefined) return undefined;
  const isDirty = found["git.dirty"];
  return {
    commit,
    branch,
    isDirty: typeof isDirty === "boolean" ? isDirty : undefined,
    remoteUrl: text("git.repository"),
  };
}
