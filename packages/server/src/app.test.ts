import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";

import { createClient, type ErrorBody, type LocalProject } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { startTestServer } from "./testing/test-server.js";
import { version } from "./version.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

/** `fetch` does not let a program choose its `Host` header. */
function statusWith(headers: Record<string, string>, path = "/health"): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url + path, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once("error", reject).end();
  });
}

describe("authentication", () => {
  test("says what to send when there is no key, or an unknown one", async () => {
    for (const headers of [
      {},
      { authorization: "Bearer wrong-key" },
      { authorization: "Basic x" },
    ]) {
      const response = await fetch(`${server.url}/v1/runs`, { headers });
      const body = (await response.json()) as ErrorBody;
      expect([response.status, body.errorCode]).toEqual([401, "UNAUTHORIZED"]);
      expect(body.message).toContain("Authorization: Bearer <API key>");
      expect(body.message).not.toContain("wrong-key");
    }
  });

  test("is not needed for the state of the server", async () => {
    const health = await createClient({ serverUrl: server.url })("getHealth", {});
    expect(health).toEqual({ status: "ok", version, store: { engine: "chdb", ready: true } });
  });
});

describe("on this machine only", () => {
  test("a name that is pointed at this machine from outside is refused", async () => {
    expect(await statusWith({ host: "evil.example" })).toBe(403);
    expect(await statusWith({ host: "127.0.0.1.evil.example:4747" })).toBe(403);
    expect(await statusWith({ host: "localhost:4747" })).toBe(200);
    expect(await statusWith({ host: "LocalHost:4747" })).toBe(200);
    expect(await statusWith({ host: "[::1]:4747" })).toBe(200);
  });

  test("a page of another origin is refused, our own is not", async () => {
    const { host } = new URL(server.url);
    expect(await statusWith({ host, origin: "https://evil.example" })).toBe(403);
    expect(await statusWith({ host, origin: "null" })).toBe(403);
    expect(await statusWith({ host, origin: `http://${host}` })).toBe(200);
    expect(await statusWith({ host, origin: "https://evil.example" }, "/local/projects")).toBe(403);
  });

  test("the UI may list the projects of this server with their keys", async () => {
    const { projects } = await createClient({ serverUrl: server.url })("listLocalProjects", {});
    const project = server.newProject();
    expect(projects.find(({ name }) => name === project.name)).toEqual({
      project_id: expect.any(String) as string,
      name: project.name,
      api_key: project.apiKey,
    } satisfies LocalProject);
  });

  test("nobody may list them where local access is off", async () => {
    await using closed = await startTestServer({ localAccess: false });
    expect((await fetch(`${closed.url}/local/projects`)).status).toBe(404);
  });
});

describe("what is no route", () => {
  test("is answered like every other error", async () => {
    const response = await fetch(`${server.url}/v1/nothing`, { method: "POST" });
    expect(await response.json()).toEqual({
      success: false,
      statusCode: 404,
      errorCode: "NOT_FOUND",
      message:
        "Expected a route of the HoneyHive API, got `POST /v1/nothing`. GET /openapi.json lists them.",
    });
  });

  test("gives a browser the UI, or says how to build it", async () => {
    const response = await fetch(`${server.url}/runs/some-run`, {
      headers: { accept: "text/html" },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<title>|HoneyHive is running/);
  });

  test("gives no file from outside the UI's folder", async () => {
    for (const path of [
      "/..%2fpackage.json",
      "/%2e%2e/package.json",
      "/assets/..%2f..%2fpackage.json",
    ]) {
      expect((await fetch(server.url + path)).status).toBe(404);
    }
  });
});

test("the version is that of the package", async () => {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  expect(JSON.parse(manifest)).toHaveProperty("version", version);
});
