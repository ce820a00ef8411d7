import { describe, expect, it } from "vitest";

import { ApiError, createClient } from "./client.js";

interface Call {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

function connect(answer: () => Response): {
  client: ReturnType<typeof createClient>;
  calls: Call[];
} {
  const calls: Call[] = [];
  const client = createClient({
    serverUrl: "http://host",
    apiKey: "key",
    headers: { "x-extra": "1" },
    fetch: (url, init) => {
      calls.push({ url: String(url), init });
      return Promise.resolve(answer());
    },
  });
  return { client, calls };
}

const pick = ({ name, status, code, message }: ApiError): object => ({
  name,
  status,
  code,
  message,
});

const failureOf = async (response: Response): Promise<unknown> => {
  const { client } = connect(() => response);
  return client("getHealth", {}).catch((error: unknown) =>
    error instanceof ApiError ? pick(error) : error,
  );
};

describe("a request", () => {
  it("encodes what its path and its query are made of", async () => {
    const { client, calls } = connect(() => Response.json({}));
    await client("getRunResult", {
      params: { run_id: "a/b?c#d é" },
      query: { aggregate_function: "p90" },
    });
    await client("listRuns", { query: { run_ids: ["x&y", "z"], name: "a b", status: undefined } });
    expect(calls.map(({ url }) => url)).toEqual([
      "http://host/v1/runs/a%2Fb%3Fc%23d%20%C3%A9/result?aggregate_function=p90",
      "http://host/v1/runs?run_ids%5B%5D=x%26y&run_ids%5B%5D=z&name=a+b",
    ]);
  });

  it("is made again under the path of older servers where it is told to, and they have one", async () => {
    const calls: string[] = [];
    const client = createClient({
      serverUrl: "http://host",
      triesOlderPaths: true,
      fetch: (url) => {
        calls.push(url);
        return Promise.resolve(
          url.startsWith("http://host/v1/")
            ? Response.json({ message: `No ${url}.` }, { status: 404 })
            : Response.json({}, { status: url.endsWith("/gone") ? 404 : 200 }),
        );
      },
    });
    await client("listRuns", { query: { name: "a" } });
    await expect(client("getRun", { params: { run_id: "gone" } })).rejects.toThrow(
      "No http://host/v1/",
    );
    await expect(client("getEvent", { params: { event_id: "e" } })).rejects.toThrow(
      "No http://host/v1/",
    );
    expect(calls).toEqual([
      "http://host/v1/runs?name=a",
      "http://host/runs?name=a",
      "http://host/v1/runs/gone",
      "http://host/runs/gone",
      "http://host/v1/events/e",
    ]);
  });

  it("that makes something has a key of its own, so that it may be sent again", async () => {
    const { client, calls } = connect(() => Response.json({}));
    await client("createDataset", { body: { name: "d" } });
    await client("createDataset", { body: { name: "d" } });
    await client("searchEvents", { body: {} });
    await client("listRuns", {});
    const keys = calls.map(({ init }) => new Headers(init?.headers).get("idempotency-key"));
    expect(keys).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
      null,
      null,
    ]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each(["", ".", ".."])("is not sent to another route by an id of %j", async (runId) => {
    const { client, calls } = connect(() => Response.json({}));
    await expect(client("getRun", { params: { run_id: runId } })).rejects.toThrow("run_id");
    expect(calls).toEqual([]);
  });

  it("carries its key in a header, its body as JSON and its signal", async () => {
    const { client, calls } = connect(() => Response.json({}));
    const { signal } = new AbortController();
    await client("createRun", { body: { name: "trial" }, signal });
    expect(calls).toEqual([
      {
        url: "http://host/v1/runs",
        init: {
          method: "POST",
          headers: {
            accept: "application/json",
            "content-type": "application/json",
            "idempotency-key": expect.any(String) as string,
            authorization: "Bearer key",
            "x-extra": "1",
          },
          body: '{"name":"trial"}',
          signal,
        },
      },
    ]);
  });
});

describe("an answer", () => {
  it("that is empty is an empty object", async () => {
    const { client } = connect(() => new Response(null, { status: 204 }));
    expect(await client("getHealth", {})).toEqual({});
  });

  it("that is an error says why", async () => {
    const body = {
      success: false,
      statusCode: 404,
      errorCode: "RUN_NOT_FOUND",
      message: "No run.",
    };
    expect(await failureOf(Response.json(body, { status: 404 }))).toEqual({
      name: "ApiError",
      status: 404,
      code: "RUN_NOT_FOUND",
      message: "No run.",
    });
  });

  it.each([
    ["<html>Bad gateway</html>", "<html>Bad gateway</html>"],
    ["", "HTTP 502"],
    ["null", "null"],
    ['{"message":{"odd":1}}', '{"message":{"odd":1}}'],
  ])("that is somebody else's error keeps its text: %j", async (text, message) => {
    expect(await failureOf(new Response(text, { status: 502 }))).toMatchObject({
      status: 502,
      code: "UNKNOWN",
      message,
    });
  });

  it("that is no JSON is an error, whatever its status", async () => {
    expect(await failureOf(new Response("<html>Sign in</html>"))).toMatchObject({
      name: "ApiError",
      status: 200,
      message: expect.stringContaining("Expected JSON"),
    });
  });
});
