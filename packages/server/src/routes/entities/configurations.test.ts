import { afterAll, beforeAll, expect, test } from "vitest";

import { borrowTestServer, type TestServer } from "../../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

const parameters = { call_type: "chat", model: "gpt-4o", hyperparameters: { temperature: null } };
const input = { name: "v0", provider: "openai", parameters };

test("configurations are created, found, changed and deleted", async () => {
  const project = server.newProject();
  const body = { ...input, env: ["dev" as const], tags: ["a", "b"] };
  const { insertedId } = await project.call("createConfiguration", { body });
  await project.call("createConfiguration", { body: { ...input, name: "other" } });
  const names = async (query: string): Promise<string[]> => {
    const response = await project.send("GET", `/v1/configurations?${query}`);
    const { configurations } = (await response.json()) as { configurations: { name: string }[] };
    return configurations.map(({ name }) => name);
  };
  expect(await names("")).toEqual(["other", "v0"]);
  expect(await names("name=v0")).toEqual(["v0"]);
  expect(await names("env=dev&tags[]=a&tags[]=b")).toEqual(["v0"]);
  expect(await names("tags=c")).toEqual([]);
  const params = { configuration_id: insertedId };
  expect(await project.call("updateConfiguration", { params, body: { name: "v1" } })).toMatchObject(
    {
      acknowledged: true,
      modifiedCount: 1,
    },
  );
  const { configurations } = await project.call("listConfigurations", { query: { name: "v1" } });
  expect(configurations).toMatchObject([{ ...body, id: insertedId, name: "v1", type: "LLM" }]);
  expect(await project.call("deleteConfiguration", { params })).toEqual({
    acknowledged: true,
    deletedCount: 1,
  });
  expect(await names("name=v1")).toEqual([]);
});

test("the oldest clients get a bare list without nulls", async () => {
  const project = server.newProject();
  await project.call("createConfiguration", { body: input });
  const response = await project.send("GET", "/configurations?project=x");
  const [configuration] = (await response.json()) as [object];
  expect(configuration).toMatchObject({ ...input, project: project.name });
  expect(Object.keys(configuration)).not.toContain("user_properties");
});

test("another project has no access", async () => {
  const [project, other] = [server.newProject(), server.newProject()];
  const { insertedId } = await project.call("createConfiguration", { body: input });
  const path = `/v1/configurations/${insertedId}`;
  expect((await other.send("PUT", path, { name: "stolen" })).status).toBe(404);
  expect((await other.send("DELETE", path)).status).toBe(404);
  const { configurations } = await project.call("listConfigurations", {});
  expect(configurations.map(({ name }) => name)).toEqual(["v0"]);
});

test.each([
  ["POST", "/v1/configurations", { ...input, name: "" }, 400, "name"],
  [
    "POST",
    "/v1/configurations",
    { ...input, parameters: { call_type: "chat" } },
    400,
    "parameters.model",
  ],
  ["PUT", "/v1/configurations/unknown", { env: ["moon"] }, 400, "env.0"],
  ["PUT", "/v1/configurations/unknown", {}, 404, undefined],
  ["DELETE", "/v1/configurations/unknown", undefined, 404, undefined],
  ["GET", "/v1/configurations?env=moon", undefined, 400, "env"],
])(
  "%s %s with %j is answered with %i and what to do",
  async (method, path, body, status, field) => {
    const response = await server.sharedProject().send(method, path, body);
    expect(response.status).toBe(status);
    const answer = (await response.json()) as { message: string; field?: string };
    expect(answer.message).toMatch(/^Expected /);
    expect(answer.field).toBe(field);
  },
);
