import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { describeEnvironment } from "../config/describe-environment.js";
import { processState } from "../core/process-state.js";
import { detectGit, withoutCredentials } from "./git.js";
import { obtainResource } from "./resource.js";

describe("git", () => {
  it("is read from the repository around a folder", async () => {
    await using directory = await makeTemporaryDirectory();
    const { path } = directory;
    const git = (...args: readonly string[]): string =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        cwd: path,
        encoding: "utf8",
      }).trim();
    git("init", "--quiet", "--initial-branch", "feature/one");
    git("remote", "add", "origin", "https://user:password@host.example/team/project.git");
    writeFileSync(join(path, "file.txt"), "1");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    const commit = git("rev-parse", "HEAD");
    const found = {
      "git.branch": "feature/one",
      "git.commit": commit,
      "git.repository": "https://host.example/team/project.git",
      "git.dirty": false,
    };
    expect(await detectGit(path)).toEqual(found);
    writeFileSync(join(path, "file.txt"), "2");
    expect(await detectGit(path)).toEqual({ ...found, "git.dirty": true });
    git("commit", "--quiet", "--all", "--message", "second");
    git("pack-refs", "--all");
    expect(await detectGit(path)).toMatchObject({ "git.commit": git("rev-parse", "HEAD") });
    git("checkout", "--quiet", "--detach");
    expect(await detectGit(path)).not.toHaveProperty("git.branch");
  });

  it("outside a repository is nothing", async () => {
    expect(await detectGit("/")).toEqual({});
  });

  it.each([
    ["https://token@github.com/a/b", "https://github.com/a/b"],
    ["ssh://git:x@host/a", "ssh://host/a"],
    ["git@github.com:a/b.git", "git@github.com:a/b.git"],
  ])("gives %s away as %s", (url, shown) => {
    expect(withoutCredentials(url)).toBe(shown);
  });
});

describe("the resource", () => {
  it("names the platform, the service and the machine", () => {
    const environment = {
      AWS_LAMBDA_FUNCTION_NAME: "checkout",
      AWS_REGION: "eu-west-1",
      POD_NAME: "pod-1",
      OTEL_RESOURCE_ATTRIBUTES: "team=payments%20eu,service.name=from-otel,broken",
    };
    expect(describeEnvironment({}, environment)).toEqual({
      "cloud.provider": "aws",
      "cloud.region": "eu-west-1",
      "faas.name": "checkout",
      "k8s.pod.name": "pod-1",
      "service.name": "from-otel",
      team: "payments eu",
    });
    const options = {
      serviceName: "given",
      serviceVersion: "7",
      resourceAttributes: { team: "given" },
    };
    expect(describeEnvironment(options, environment)).toMatchObject({
      "service.name": "given",
      "service.version": "7",
      team: "given",
    });
    expect(obtainResource({ team: "x" }, false)).toMatchObject({
      team: "x",
      "process.pid": process.pid,
      "process.runtime.name": "nodejs",
      "telemetry.sdk.name": "honeyhive",
    });
  });

  it("is shared by tracers of one kind, and asks git once, in the background", async () => {
    const resource = obtainResource({ kind: "one" }, true);
    const detection = processState.detection;
    expect(obtainResource({ kind: "one" }, true)).toBe(resource);
    const other = obtainResource({ kind: "other" }, true);
    expect(processState.detection).toBe(detection);
    expect(resource).not.toHaveProperty("git.commit");
    await detection?.pending;
    expect(resource["git.commit"]).toMatch(/^[0-9a-f]{40}$/);
    expect(other["git.commit"]).toBe(resource["git.commit"]);
    expect(obtainResource({ kind: "private" }, false)).not.toHaveProperty("git.commit");
  });
});
