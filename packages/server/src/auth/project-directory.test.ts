import { expect, test, vi } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { countingStore } from "../testing/counting-store.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { ProjectDirectory, type ProjectDirectoryOptions } from "./project-directory.js";
import { projectIdOf } from "../lib/project.js";

function openDirectory({ engine }: TemporaryStore, options: ProjectDirectoryOptions = {}) {
  const { store, asked } = countingStore(engine);
  const entities = new EntityRepository(store, createClock());
  const projects = new ProjectDirectory(entities, "operator", options);
  return { projects, countLooks: () => asked.select };
}

test("looks once for a key that many requests bring at once", async () => {
  await using fixture = await temporaryStore();
  await openDirectory(fixture).projects.register({ key: "project" });
  const { projects, countLooks } = openDirectory(fixture);
  const keys = Array.from({ length: 64 }, () => "key");
  const grants = await Promise.all(keys.map((key) => projects.findByKey(key)));
  expect(new Set(grants.map((grant) => grant?.project.name))).toEqual(new Set(["project"]));
  expect(countLooks()).toBe(1);
  await Promise.all(["stranger", "stranger"].map((key) => projects.findByKey(key)));
  expect(countLooks()).toBe(2);
  expect(await projects.findByKey("stranger")).toBeUndefined();
});

test("remembers no key that was revoked while it was looked for", async () => {
  await using fixture = await temporaryStore();
  const { projects } = openDirectory(fixture);
  const project = { id: projectIdOf("project"), name: "project" };
  const { key, secret } = await projects.createKey(project, { label: "a", scopes: ["read"] });
  const look = projects.findByKey(secret);
  await projects.revokeKey(project, key.key_id);
  await look;
  expect(await projects.findByKey(secret)).toBeUndefined();
});

test("remembers a key for half a minute, whatever the clock of the day is set to", async () => {
  await using fixture = await temporaryStore();
  await openDirectory(fixture).projects.register({ key: "project" });
  let nowMs = 0;
  const { projects } = openDirectory(fixture, { nowMs: () => nowMs });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * 86_400_000 });
  try {
    await projects.findByKey("key");
    vi.setSystemTime(Date.now() - 366 * 86_400_000);
    nowMs += 29_000;
    expect(projects.findInUse("key")).toBeDefined();
    nowMs += 2000;
    expect(projects.findInUse("key")).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test("tells of a key that it has not met before, once", async () => {
  await using fixture = await temporaryStore();
  const met: string[] = [];
  let nowMs = 0;
  const { projects } = openDirectory(fixture, {
    nowMs: () => nowMs,
    onNewKey: (projectId) => void met.push(projectId),
  });
  await projects.register({ key: "project" });
  await projects.findByKey("key");
  nowMs += 60_000;
  await projects.findByKey("key");
  await projects.findByKey("stranger");
  expect(met).toEqual([projectIdOf("project")]);
});

test("finds keys while slow questions hold every reader", async () => {
  await using fixture = await temporaryStore();
  await openDirectory(fixture).projects.register({ key: "project" });
  const ended: string[] = [];
  const questions = Array.from({ length: 4 }, async () => {
    await fixture.store.select({
      sql: "SELECT sleepEachRow(1) FROM numbers(3) WHERE {project_id:String} = ''",
      params: { project_id: "" },
      parse: () => "",
    });
    ended.push("question");
  });
  await openDirectory(fixture).projects.findByKey("key");
  ended.push("key");
  await Promise.all(questions);
  expect(ended[0]).toBe("key");
});
