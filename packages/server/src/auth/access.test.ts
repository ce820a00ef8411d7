import { readFileSync } from "node:fs";
import { request } from "node:https";
import { fileURLToPath } from "node:url";

import { createClient, routes, type OperationName } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { createClock } from "../lib/clock.js";
import { EntityRepository } from "../entities/entity-repository.js";
import { Store } from "../store/store.js";
import { exampleRequests } from "../testing/example-requests.js";
import { seedProject } from "../testing/seed-project.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { startTestServer } from "../testing/test-server.js";
import { ProjectDirectory, projectsScope } from "./project-directory.js";
import { projectIdOf } from "../lib/project.js";
import { RateLimiter } from "./rate-limiter.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const clientWith = (apiKey: string) =>
  createClient({ serverUrl: server.url, apiKey, fetch: server.fetch });
const operator = clientWith(server.apiKey);

describe("keys", () => {
  test("are shown once, work, and stop working when they are revoked", async () => {
    const project = server.newProject();
    const { key, api_key } = await project.call("createKey", { body: { name: "for CI" } });
    expect(key).toMatchObject({ name: "for CI", scopes: ["read", "write"], project: project.name });
    expect(api_key.startsWith(key.prefix)).toBe(true);
    const client = clientWith(api_key);
    await client("createSession", { body: {} });
    const { keys } = await project.call("listKeys", {});
    expect(keys).toContainEqual(key);
    expect(JSON.stringify(keys)).not.toContain(api_key);
    await project.call("revokeKey", { params: { key_id: key.key_id } });
    await expect(client("listRuns", {})).rejects.toMatchObject({ status: 401 });
    const again = project.call("revokeKey", { params: { key_id: key.key_id } });
    await expect(again).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
  });

  test("give no more than the key that makes them has, and only in its project", async () => {
    const project = server.newProject();
    const made = await project.call("createKey", { body: { name: "a", scopes: ["admin"] } });
    const admin = clientWith(made.api_key);
    const writing = { name: "b", scopes: ["write"] } as const;
    await expect(admin("createKey", { body: writing })).rejects.toMatchObject({
      code: "FORBIDDEN_SCOPE",
    });
    const elsewhere = { name: "c", project: "default" };
    await expect(project.call("createKey", { body: elsewhere })).rejects.toMatchObject({
      code: "FORBIDDEN_PROJECT",
    });
    const unknown = { name: "c", project: "no such project" };
    await expect(project.call("createKey", { body: unknown })).rejects.toMatchObject({
      code: "FORBIDDEN_PROJECT",
    });
  });

  test("are stored as hashes, many that are given in no more statements than one", async () => {
    await using temporary = await temporaryStore();
    const statements: string[] = [];
    const store = new Store(temporary.engine, {
      storeAnswered: (operation) => void statements.push(operation),
      storeFailed: () => {},
    });
    const entities = new EntityRepository(store, createClock());
    const directory = new ProjectDirectory(entities, "operator-key");
    const many = Array.from({ length: 30 }, (_, index) => [`given-key-${index}`, `p${index % 3}`]);
    await directory.register(Object.fromEntries(many));
    expect(statements).toEqual(["select", "select", "insert", "insert"]);
    await directory.register(Object.fromEntries(many));
    expect(statements.slice(4)).toEqual(["select"]);
    const projects = await entities.list(projectsScope);
    expect(projects.map(({ name }) => name).toSorted()).toEqual(["p0", "p1", "p2"]);

    const project = { id: projectIdOf("p0"), name: "p0" };
    expect(await directory.findByKey("given-key-3")).toMatchObject({ project });
    const { secret } = await directory.createKey(project, { label: "k", scopes: ["read"] });
    const rows = await entities.list({ projectId: "system", kind: "key" });
    expect(rows).toHaveLength(31);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(secret.slice(8));
    expect(text).not.toContain("given-key");
    expect(await directory.findByKey(secret)).toMatchObject({ project, scopes: ["read"] });
  });
});

describe("projects", () => {
  test("are made by the server's own key, once, and deleted with what they hold", async () => {
    const body = { name: "short-lived", description: "d" };
    expect(await operator("createProject", { body })).toMatchObject(body);
    await expect(operator("createProject", { body })).rejects.toMatchObject({
      status: 409,
      code: "PROJECT_EXISTS",
    });
    const { api_key } = await operator("createKey", {
      body: { name: "k", project: body.name, scopes: ["read", "write", "admin"] },
    });
    const client = clientWith(api_key);
    const { session_id } = await client("createSession", { body: {} });
    await expect(client("createProject", { body: { name: "x" } })).rejects.toMatchObject({
      code: "FORBIDDEN_PROJECT",
    });
    expect((await client("listProjects", {})).map(({ name }) => name)).toEqual([body.name]);
    expect((await operator("listProjects", {})).length).toBeGreaterThan(2);
    await client("deleteProject", { query: { name: body.name } });
    await expect(client("listRuns", {})).rejects.toMatchObject({ status: 401 });
    await operator("createProject", { body });
    const renewed = await operator("createKey", { body: { name: "k", project: body.name } });
    await expect
      .poll(
        async () => {
          const params = { session_id };
          const answer = clientWith(renewed.api_key)("getSession", { params });
          return answer.then(
            () => "there",
            (error: { status: number }) => error.status,
          );
        },
        { timeout: 10_000 },
      )
      .toBe(404);
  });
});

test("of several who make or change a project at once each has its way, or is told", async () => {
  const name = "wanted";
  const making = Array.from({ length: 8 }, (_, index) =>
    operator("createProject", { body: { name, description: `of ${index}` } }),
  );
  const made = (await Promise.allSettled(making)).flatMap((each) =>
    each.status === "fulfilled" ? [each.value.description] : [],
  );
  expect(made).toHaveLength(1);
  const [listed] = await operator("listProjects", { query: { name } });
  expect(listed?.description).toBe(made[0]);
  const changes = [{ description: "changed" }, { type: "completion" }] as const;
  await Promise.all(
    changes.map((change) => operator("updateProject", { body: { name, ...change } })),
  );
  expect(await operator("listProjects", { query: { name } })).toMatchObject([
    { description: "changed", type: "completion" },
  ]);
});

test("a project is changed by its id, by its name or by both where they agree", async () => {
  const { id } = await operator("createProject", { body: { name: "named" } });
  const describe = async (body: object): Promise<unknown> => {
    await operator("updateProject", { body });
    return (await operator("listProjects", { query: { name: "named" } }))[0]?.description;
  };
  expect(await describe({ name: "named", description: "by name" })).toBe("by name");
  expect(await describe({ project_id: id, description: "by id" })).toBe("by id");
  expect(await describe({ project_id: id, name: "named", description: "both" })).toBe("both");
  const { entries } = await operator("listAudit", { query: { limit: 3 } });
  expect(entries.map(({ target }) => target)).toEqual([
    { name: "named" },
    { name: "named" },
    { name: "named" },
  ]);
  const failures: [object, number, string][] = [
    [{ project_id: id, name: "renamed" }, 400, "name"],
    [{ description: "of none" }, 400, "name"],
    [{ project_id: "unknown" }, 404, "project_id"],
  ];
  for (const [body, status, field] of failures) {
    const headers = { authorization: `Bearer ${server.apiKey}` };
    const answer = await server.sharedProject().send("PUT", "/v1/projects", body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ field });
  }
  const foreign = server.newProject().call("updateProject", { body: { project_id: id } });
  await expect(foreign).rejects.toMatchObject({ status: 403, code: "FORBIDDEN_PROJECT" });
});

test("what is administered is kept, with who did it and to what, and no secret", async () => {
  const project = server.newProject();
  const { key, api_key } = await project.call("createKey", { body: { name: "k" } });
  await project.call("revokeKey", { params: { key_id: key.key_id } });
  const { entries } = await project.call("listAudit", {});
  expect(entries.map(({ action, target }) => [action, target])).toEqual([
    ["revokeKey", { key_id: key.key_id }],
    ["createKey", { name: "k", key_id: key.key_id }],
  ]);
  expect(entries.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  const { keys } = await project.call("listKeys", {});
  expect(entries[0]?.key_id).toBe(keys[0]?.key_id);
  expect(JSON.stringify(entries)).not.toContain(api_key);
  expect((await server.newProject().call("listAudit", {})).entries).toEqual([]);
});

test("every operation of administrators that changes something leaves an entry", async () => {
  const project = server.newProject();
  // The keys of the table.
  const names = (Object.keys(routes) as OperationName[]).filter(
    (name) => routes[name].access === "admin" && routes[name].method !== "GET",
  );
  const seed = await seedProject(project);
  const headers = { authorization: `Bearer ${server.apiKey}` };
  // The project last: its entries would go with it. Those of the server's own key are in that key's project.
  for (const name of names.toSorted((left) => (left === "deleteProject" ? 1 : -1))) {
    const [request] = exampleRequests(name, seed);
    if (request === undefined) throw new Error("Expected a request for each operation.");
    const isOperators = name === "createProject" || name === "deleteProject";
    const as = isOperators ? headers : {};
    const { status } = await project.send(request.method, request.path, request.body, as);
    expect([name, status]).toEqual([name, routes[name].status]);
    // The answer is checked against the contract.
    const kept = await project.send("GET", "/v1/audit", undefined, as);
    const { entries } = (await kept.json()) as { entries: { action: string }[] };
    expect(entries[0]?.action).toBe(name);
  }
});

test("whatever is deleted leaves an entry", async () => {
  const names = (Object.keys(routes) as OperationName[]).filter(
    (name) => routes[name].access !== "admin" && routes[name].method === "DELETE",
  );
  expect(names).toContain("deleteSession");
  // Some delete the same by a path and by a query; what is part of something else goes first.
  const parts = ["removeDatapoint", "deleteDatapoint", "deleteEvent"];
  const isPart = (name: OperationName): number => Number(parts.includes(name));
  const isByPath = (name: OperationName): boolean => routes[name].path.includes("{");
  for (const some of [names.filter(isByPath), names.filter((name) => !isByPath(name))]) {
    const project = server.newProject();
    const seed = await seedProject(project);
    for (const name of some.toSorted((one, other) => isPart(other) - isPart(one))) {
      const [request] = exampleRequests(name, seed);
      if (request === undefined) throw new Error("Expected a request for each operation.");
      const { status } = await project.send(request.method, request.path, request.body);
      expect([name, status]).toEqual([name, routes[name].status]);
      const { entries } = await project.call("listAudit", {});
      expect(entries[0]).toMatchObject({ action: name, outcome: "done" });
      expect(Object.keys(entries[0]?.target ?? {})).not.toEqual([]);
    }
  }
});

test("what an administrator is refused is kept, and who deleted a project", async () => {
  const project = server.newProject();
  const params = { key_id: "0".repeat(24) };
  await expect(project.call("revokeKey", { params })).rejects.toMatchObject({ status: 404 });
  await expect(project.call("createProject", { body: { name: "x" } })).rejects.toMatchObject({
    status: 403,
  });
  const foreign = { name: "guess", project: "default", scopes: ["read" as const] };
  await expect(project.call("createKey", { body: foreign })).rejects.toMatchObject({ status: 403 });
  const { entries } = await project.call("listAudit", {});
  expect(entries.map(({ action, target, outcome }) => [action, target, outcome])).toEqual([
    ["createKey", { name: "guess", project: "default" }, "FORBIDDEN_PROJECT"],
    ["createProject", { name: "x" }, "FORBIDDEN_PROJECT"],
    ["revokeKey", params, "KEY_NOT_FOUND"],
  ]);
  const { keys } = await project.call("listKeys", {});
  await project.call("deleteProject", { query: { name: project.name } });
  const known = await operator("listAudit", { query: { limit: 1 } });
  expect(known.entries).toMatchObject([
    {
      action: "deleteProject",
      key_id: keys[0]?.key_id,
      target: { name: project.name },
      outcome: "done",
    },
  ]);
});

describe("the rate of requests", () => {
  test("is limited for each key, with a burst after a pause", () => {
    let nowMs = 0;
    const limiter = new RateLimiter(2, () => nowMs);
    const take = (count: number, key: string): number => {
      let taken = 0;
      try {
        for (; taken < count; taken += 1) limiter.take(key);
      } catch {
        // Refused: the rest counts as not taken.
      }
      return taken;
    };
    expect([take(20, "a"), take(20, "b")]).toEqual([10, 10]);
    nowMs += 1000;
    expect([take(20, "a"), take(20, "a")]).toEqual([2, 0]);
    nowMs += 3_600_000;
    expect(take(20, "a")).toBe(10);
  });

  test("is answered with 429 and the time to wait", async () => {
    await using limited = await startTestServer({ limits: { maxRequestsPerSecond: 0.01 } });
    const project = limited.newProject();
    const refused = await project.send("GET", "/v1/runs");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "95"]);
    expect(await refused.json()).toMatchObject({ errorCode: "RATE_LIMITED" });
    expect((await fetch(`${limited.url}/health`)).status).toBe(200);
  });
});

describe("limits of what is sent", () => {
  test.each([
    ["an id", { session_id: "x".repeat(1001) }, "session_id"],
    ["a name", { event_name: "x".repeat(10_001) }, "event_name"],
    ["an unknown field", { surprise: 1 }, "surprise"],
  ])("%s beyond them is refused by its name", async (_, body, field) => {
    const response = await server.sharedProject().send("POST", "/v1/sessions", body);
    expect(await response.json()).toMatchObject({ statusCode: 400, field });
  });

  test("JSON that is nested too deeply is refused", async () => {
    const deep = Buffer.from(`{"inputs":${"[".repeat(600)}${"]".repeat(600)}}`);
    const response = await server
      .sharedProject()
      .send("POST", "/v1/sessions", deep, { "content-type": "application/json" });
    expect(await response.json()).toMatchObject({
      statusCode: 400,
      errorCode: "INVALID_JSON",
      message: expect.stringContaining("nested at most 500 deep, got more") as string,
    });
  });

  test("the name of a run beyond them is refused, too", async () => {
    const body = { name: "x".repeat(10_001) };
    const response = await server.sharedProject().send("POST", "/v1/runs", body);
    expect(await response.json()).toMatchObject({ statusCode: 400, field: "name" });
  });

  test("a body that is too long is refused, compressed or not", async () => {
    await using small = await startTestServer({ limits: { maxBodyBytes: 1000 } });
    const body = { metadata: { text: "x".repeat(2000) } };
    const response = await small.sharedProject().send("POST", "/v1/sessions", body);
    expect(await response.json()).toMatchObject({ statusCode: 413 });
  });
});

test("browsers are told to keep to what the server sends, in no frame", async () => {
  const page = await fetch(`${server.url}/sessions`, { headers: { accept: "text/html" } });
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  const answer = await server.sharedProject().send("GET", "/v1/runs");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  const error = await fetch(`${server.url}/v1/nothing`);
  expect(error.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the server speaks TLS with the certificate that it is given", async () => {
  const pathOf = (name: string): string =>
    fileURLToPath(new URL(`../testing/tls/${name}.pem`, import.meta.url));
  const tls = { tlsCert: pathOf("cert"), tlsKey: pathOf("key") };
  await using secure = await startTestServer(tls);
  expect(secure.url).toMatch(/^https:/);
  const { origin } = new URL(secure.url);
  const status = await new Promise((resolve, reject) => {
    const options = { ca: readFileSync(tls.tlsCert), headers: { origin } };
    request(`${secure.url}/health`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
  expect(status).toBe(200);
});
