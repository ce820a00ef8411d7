import type { Environment } from "./environment.js";

/** What the environment says of the run of a program, for evaluations. */
export interface ProgramEnvironment {
  /** Such as `GitHub Actions`; undefined outside of CI. */
  readonly ci: string | undefined;
  /** As CI names it: its checkouts are often on no branch. */
  readonly branch: string | undefined;
  /** Datapoint ids of `HH_EVAL_CASES`: separated by commas there, or as a JSON array. */
  readonly caseIds: readonly string[] | undefined;
  /** Of `HH_MAX_WORKERS`. */
  readonly maxWorkers: number | undefined;
  /** Undefined outside of GitHub Actions, and of what speaks its commands. */
  readonly github: GithubEnvironment | undefined;
  /** Whether a test runner runs it, which says itself what came of its tests. */
  readonly isUnderTest: boolean;
}

export interface GithubEnvironment {
  /** The folder of the checkout, of `GITHUB_WORKSPACE`. */
  readonly workspace: string | undefined;
  /** The file that takes the summary of the step, of `GITHUB_STEP_SUMMARY`. */
  readonly stepSummary: string | undefined;
}

const services: readonly (readonly [variable: string, name: string])[] = [
  ["GITHUB_ACTIONS", "GitHub Actions"],
  ["GITLAB_CI", "GitLab CI"],
  ["CIRCLECI", "CircleCI"],
  ["BUILDKITE", "Buildkite"],
  ["JENKINS_URL", "Jenkins"],
  ["TF_BUILD", "Azure Pipelines"],
  ["BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines"],
  ["TEAMCITY_VERSION", "TeamCity"],
  ["CODEBUILD_BUILD_ID", "AWS CodeBuild"],
  ["TRAVIS", "Travis CI"],
  ["CI", "CI"],
];

/** Of vitest, jest and Node's own; `NODE_ENV` is `test` under others. */
const testVariables = ["VITEST", "JEST_WORKER_ID", "NODE_TEST_CONTEXT"];

const branchVariables = [
  "GITHUB_HEAD_REF",
  "GITHUB_REF_NAME",
  "CI_COMMIT_REF_NAME",
  "CIRCLE_BRANCH",
  "BUILDKITE_BRANCH",
  "BITBUCKET_BRANCH",
];

export function describeProgram(environment: Environment): ProgramEnvironment {
  const isSet = (name: string): boolean => !["", "false", undefined].includes(environment[name]);
  const caseIds = readIds(environment["HH_EVAL_CASES"] ?? "");
  const maxWorkers = Number(environment["HH_MAX_WORKERS"]);
  const branchVariable = branchVariables.find(isSet);
  return {
    ci: services.find(([variable]) => isSet(variable))?.[1],
    branch: branchVariable === undefined ? undefined : environment[branchVariable],
    caseIds: caseIds.length === 0 ? undefined : caseIds,
    maxWorkers: Number.isInteger(maxWorkers) && maxWorkers > 0 ? maxWorkers : undefined,
    github: describeGithub(environment),
    isUnderTest: testVariables.some(isSet) || environment["NODE_ENV"] === "test",
  };
}

function describeGithub(environment: Environment): GithubEnvironment | undefined {
  if (environment["GITHUB_ACTIONS"] !== "true") return undefined;
  return {
    workspace: environment["GITHUB_WORKSPACE"] || undefined,
    stepSummary: environment["GITHUB_STEP_SUMMARY"] || undefined,
  };
}

function readIds(text: string): readonly string[] {
  try {
    const given: unknown = JSON.parse(text);
    if (Array.isArray(given)) return given.filter((id) => typeof id === "string" && id !== "");
  } catch {
    // Not JSON, then: a list.
  }
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}
