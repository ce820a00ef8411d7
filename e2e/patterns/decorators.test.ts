import { execFile } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";
import { runFixture } from "./run-fixture.js";

const run = promisify(execFile);
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const fixture = fileURLToPath(new URL("./fixtures/decorators.ts", import.meta.url));

const kinds = [
  { kind: "TC39", flags: [] },
  { kind: "legacy", flags: ["--experimentalDecorators"] },
];

test.each(kinds)(
  "$kind decorators compiled by tsc trace methods and classes, static ones too, and no accessors",
  async ({ flags }) => {
    await using directory = await makeTemporaryDirectory();
    await writeFile(join(directory.path, "package.json"), `{ "type": "module" }`);
    await symlink(modules, join(directory.path, "node_modules"));
    const outputs = ["--outDir", directory.path, "--rootDir", join(fixture, "..")];
    const language = ["--target", "es2022", "--module", "nodenext", "--strict", "--types", "node"];
    await run(join(modules, ".bin", "tsc"), [
      fixture,
      "--ignoreConfig",
      ...language,
      ...outputs,
      ...flags,
    ]);
    const project = await obtainProject();
    const result = await runFixture(join(directory.path, "decorators.js"), project);
    expect(result).toEqual({ exitCode: 0, stdout: "agent: WHY\n", stderr: "" });
    const events = await exportAllEvents(project.client);
    const nameById = new Map(events.map((event) => [event.event_id, event.event_name]));
    const spans = events.filter(({ event_type: type }) => type !== "session");
    const parents = spans.map((event) => [
      event.event_name,
      nameById.get(event.parent_id ?? ""),
      event.event_type,
    ]);
    expect(new Set(parents)).toEqual(
      new Set([
        ["answer", "decorators", "chain"],
        ["look up", "answer", "tool"],
        ["shout", "look up", "chain"],
        ["Store.open", "decorators", "tool"],
        ["Store.read", "decorators", "tool"],
      ]),
    );
  },
);
