import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { createClient, keyScopes, type Client } from "@honeyhive/contract";
import { inject } from "vitest";

/** A project, as programs and tests reach it. */
export interface TestProject {
  /** Of its server. */
  readonly url: string;
  /** Opens the project. */
  readonly apiKey: string;
  readonly client: Client;
}

/**
 * A new project on the server that all files of a run share, with nothing in it. What is about a whole server, or about
 * how one starts and ends, has one of its own: `startOwnServer`.
 */
export async function obtainProject(): Promise<TestProject> {
  const { url, apiKey: ownKey, logPath } = inject("sharedServer");
  const call = createClient({ serverUrl: url, apiKey: ownKey });
  const name = `project ${randomUUID()}`;
  try {
    await call("createProject", { body: { name } });
    const body = { name, project: name, scopes: keyScopes };
    const { api_key: apiKey } = await call("createKey", { body });
    return { url, apiKey, client: createClient({ serverUrl: url, apiKey }) };
  } catch (error) {
    const log = await readFile(logPath, "utf8");
    throw new Error(
      `Expected the server that the tests share to make a project at ${url}, but it did not. Its log:\n${log}`,
      { cause: error },
    );
  }
}
