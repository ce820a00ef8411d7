import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { HoneyHiveError } from "../../lib/errors.js";
import type { RunDestination } from "../server/call-server.js";
import { fetchHostedDataset } from "./hosted-dataset.js";

interface StubServer extends AsyncDisposable {
  readonly destination: RunDestination;
  readonly requests: URL[];
}

/** Answers as a hosted server does, with what it is given. `fail` answers the next requests with that status. */
async function serve(
  datasets: object,
  datapoints: Readonly<Record<string, object>>,
  fail: number[] = [],
): Promise<StubServer> {
  const requests: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://stub");
    requests.push(url);
    const status = fail.shift();
    if (status !== undefined) return void response.writeHead(status).end("trouble");
    const ids = url.searchParams.getAll("datapoint_ids[]");
    const body = url.pathname.endsWith("/datasets")
      ? datasets
      : { datapoints: ids.toReversed().flatMap((id) => datapoints[id] ?? []) };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    destination: { serverUrl: `http://127.0.0.1:${port}`, apiKey: "key" },
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const limits = { attempts: 3, firstDelayMs: 1, timeoutMs: 5000 };
const datapoint = (id: string): object => ({ id, inputs: { of: id }, ground_truth: null });
const ids = Array.from({ length: 250 }, (_, index) => `dp${index}`);
const datapoints = Object.fromEntries(ids.map((id) => [id, datapoint(id)]));
const datasets = { datasets: [{ id: "set", name: "questions", datapoints: ids }] };

const failureOf = (destination: RunDestination, id = "set"): Promise<string> =>
  fetchHostedDataset(destination, id, limits).then(
    () => "none",
    (error: unknown) =>
      error instanceof HoneyHiveError ? `${error.code}: ${error.message}` : String(error),
  );

describe("a hosted dataset", () => {
  it("is fetched in batches and keeps its order and ids", async () => {
    await using server = await serve(datasets, datapoints);
    const rows = await fetchHostedDataset(server.destination, "set", limits);
    expect(rows.map(({ row }) => row)).toEqual(ids.map((id) => ({ id, inputs: { of: id } })));
    expect(rows[0]?.place).toBe("datapoint dp0 of dataset set");
    expect(server.requests.map(({ pathname }) => pathname)).toEqual([
      "/v1/datasets",
      "/v1/datapoints",
      "/v1/datapoints",
      "/v1/datapoints",
    ]);
    expect(server.requests[0]?.search).toBe("?dataset_id=set");
  });

  it("is read in the shapes of older servers too", async () => {
    const older = { testcases: [{ _id: "set", name: "old", datapoints: ["dp0"] }] };
    await using server = await serve(older, {
      dp0: { _id: "dp0", inputs: { q: 1 }, ground_truth: { a: 2 }, history: [{ role: "user" }] },
    });
    const [located] = await fetchHostedDataset(server.destination, "set", limits);
    expect(located?.row).toEqual({
      id: "dp0",
      inputs: { q: 1, chat_history: [{ role: "user" }] },
      groundTruth: { a: 2 },
    });
  });

  it("is no part of itself: missing datapoints are an error that names them", async () => {
    const { dp7: _, dp120: __, ...rest } = datapoints;
    await using server = await serve(datasets, rest);
    expect(await failureOf(server.destination)).toContain(
      "INVALID_DATASET: Expected the server to have all 250 datapoints of dataset set, but it lacks dp7, dp120.",
    );
    await using empty = await serve(datasets, {});
    expect(await failureOf(empty.destination)).toContain(
      "lacks dp0, dp1, dp2, dp3, dp4 and 245 more.",
    );
  });

  it("is asked for again while the server is in trouble", async () => {
    await using server = await serve(datasets, datapoints, [503, 429]);
    expect(await fetchHostedDataset(server.destination, "set", limits)).toHaveLength(250);
  });

  it.each<[string, object, number[], string]>([
    ["is unknown", { datasets: [] }, [], 'got "set", which it does not have. `honeyhive datasets'],
    [
      "is empty",
      { datasets: [{ id: "set", name: "q", datapoints: [] }] },
      [],
      'Expected dataset "q" (set) to hold datapoints, got an empty one.',
    ],
    ["may not be read", datasets, [403], "answered HTTP 403: trouble"],
  ])("that %s ends the run before it starts", async (_, answer, fail, message) => {
    await using server = await serve(answer, datapoints, fail);
    expect(await failureOf(server.destination)).toContain(message);
  });
});
