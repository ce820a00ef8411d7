import { platform } from "node:os";

import type { JsonObject } from "@honeyhive/contract";

import type { ResolvedOptions } from "../../config/resolved-options.js";
import { gitAttributes } from "../../detect/resource.js";

/** What is known of the code under evaluation. */
export interface GitState {
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** Whether tracked files were changed; undefined where git cannot be asked. */
  readonly isDirty: boolean | undefined;
  /** Without credentials. */
  readonly remoteUrl: string | undefined;
}

/** Where a run took place. */
export interface RunEnvironment {
  /** Undefined outside of a repository, and with `detectGit` off. */
  readonly git: GitState | undefined;
  readonly node: string;
  readonly platform: string;
  /** Such as `GitHub Actions`; undefined outside of CI. */
  readonly ci: string | undefined;
}

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
