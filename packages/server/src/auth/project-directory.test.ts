import { expect, test } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { countingStore } from "../testing/counting-store.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { ProjectDirectory } from "./project-directory.js";
import { projectIdOf } from "../lib/project.js";

function openDirectory({ engine }: TemporaryStore) {
  const { store, asked } = countingStore(engine);
  const projects = new ProjectDirectory(new EntityRepository(store, createClock()), "operator");
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
