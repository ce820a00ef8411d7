import { expect, test } from "vitest";

import { createClient } from "./client.js";
import { listRunsLightly, runIdCount } from "./list-runs-lightly.js";

async function listFrom(answer: (url: string) => Response): Promise<{
  readonly urls: readonly string[];
  readonly listed: unknown;
}> {
  const urls: string[] = [];
  const client = createClient({
    serverUrl: "",
    fetch: (url) => {
      urls.push(url);
      return Promise.resolve(answer(url));
    },
  });
  const listed: unknown = await listRunsLightly(client, { query: { limit: 2 } }).catch(String);
  return { urls, listed };
}

test("a server that knows it is asked once, for runs without their ids", async () => {
  expect(await listFrom(() => Response.json({ evaluations: [] }))).toEqual({
    urls: ["/v1/runs?limit=2&detail=counts"],
    listed: { evaluations: [] },
  });
});

test.each([400, 422])("one that refuses it with %i is asked for all", async (status) => {
  const old = (url: string): Response =>
    url.includes("detail") ? new Response("", { status }) : Response.json({ evaluations: ["all"] });
  expect(await listFrom(old)).toEqual({
    urls: ["/v1/runs?limit=2&detail=counts", "/v1/runs?limit=2"],
    listed: { evaluations: ["all"] },
  });
});

test("what else goes wrong is not asked again", async () => {
  const { urls, listed } = await listFrom(() => new Response("", { status: 503 }));
  expect(urls).toHaveLength(1);
  expect(listed).toMatch(/503/);
});

test("ids are counted by whoever has them", () => {
  const id_counts = { event_ids: 1, session_ids: 2, datapoint_ids: 3 };
  expect(runIdCount({ id_counts }, "datapoint_ids")).toBe(3);
  expect(runIdCount({ event_ids: ["a", "b"] }, "event_ids")).toBe(2);
  expect(runIdCount({}, "session_ids")).toBeUndefined();
});
