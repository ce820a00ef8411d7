import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  capabilitiesHeader,
  createClient,
  fetchDatapoints,
  type Client,
  type Datapoint,
} from "@honeyhive/contract";
import { startServer, type RunningServer } from "@honeyhive/server";
import { listen, makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";

let folder: TemporaryDirectory;
let server: RunningServer;
let client: Client;
beforeAll(async () => {
  folder = await makeTemporaryDirectory();
  server = await startServer({ port: 0, dataDir: join(folder.path, "data") });
  client = createClient({ serverUrl: server.url, apiKey: server.apiKey });
});
afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const run = (...argv: readonly string[]): Promise<CommandResult> =>
  runCommand(["datasets", ...argv], { HH_API_URL: server.url, HH_API_KEY: server.apiKey });

async function file(name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text);
  return path;
}

async function push(...argv: readonly string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await run("push", ...argv, "--json");
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Record<string, unknown>;
}

async function datapointsOf(name: string): Promise<readonly Datapoint[]> {
  const { datasets } = await client("listDatasets", { query: { name } });
  const ids = datasets[0]?.datapoints ?? [];
  const found = await fetchDatapoints(client, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

const pushed = (added: number, changed: number, unchanged: number, extra = 0): object => ({
  added,
  changed,
  unchanged,
  extra,
});

describe("datasets push", () => {
  test("twice changes nothing, and a row that changed is changed in place", async () => {
    const rows = [
      { inputs: { q: "a", n: 1 }, groundTruth: "A" },
      { inputs: { q: "b", n: { deep: [1] } }, groundTruth: { label: "B" } },
      { inputs: { q: "c" } },
      { inputs: { q: "c" } },
    ];
    const write = (some: readonly object[]): Promise<string> =>
      file("twice.jsonl", some.map((row) => JSON.stringify(row)).join("\n"));
    const path = await write(rows);
    expect(await push(path)).toMatchObject({ name: "twice", ...pushed(4, 0, 0) });
    const before = await datapointsOf("twice");
    expect(await push(path)).toMatchObject(pushed(0, 0, 4));
    expect(await datapointsOf("twice")).toEqual(before);

    await write([{ inputs: { n: 1, q: "a" }, groundTruth: "AA" }, ...rows.slice(1, 3)]);
    expect(await push(path)).toMatchObject(pushed(0, 1, 2, 1));
    const after = await datapointsOf("twice");
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after[0]).toMatchObject({ inputs: { q: "a" }, ground_truth: { ground_truth: "AA" } });

    expect(await push(path, "--prune")).toMatchObject({ pruned: 1, unchanged: 3 });
    expect((await datapointsOf("twice")).map(({ id }) => id)).toEqual(
      before.slice(0, 3).map(({ id }) => id),
    );
  });

  test("says of a file that is not there, or is of another kind, what to name instead", async () => {
    const missing = await run("push", "nowhere.csv");
    expect(missing.code).toBe(1);
    expect(missing.err).toBe(
      `Expected a file of rows, but there is no ${join(process.cwd(), "nowhere.csv")}. See honeyhive datasets push --help\n`,
    );
    const path = await file("rows.yaml", "- inputs: { q: a }");
    expect((await run("push", path)).err).toBe(
      `Expected a .csv, .tsv, .jsonl, .ndjson or .json file, got ${path}. See honeyhive datasets push --help\n`,
    );
  });

  test("brings rows of every kind in the order of the file", async () => {
    const rows = Array.from({ length: 450 }, (_, n) => ({
      ...(n % 7 === 0 ? { id: `row ${n}` } : {}),
      inputs: { n, text: `text ${n}`, ...(n % 50 === 0 ? { answer: n } : {}) },
      ...[{}, { groundTruth: { answer: n } }, { groundTruth: `${n}` }, { groundTruth: {} }][n % 4],
    }));
    const path = await file("kinds.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
    expect(await push(path)).toMatchObject(pushed(450, 0, 0));
    expect(await push(path)).toMatchObject(pushed(0, 0, 450));
    const pulled = JSON.parse((await run("pull", "kinds", "--json")).out) as object[];
    expect(pulled.map((row) => ({ ...row, id: undefined }))).toEqual(
      rows.map((row) => ({ ...row, id: undefined })),
    );
  });

  test.each([
    ["in a few requests", true, 2],
    ["one by one where the server takes no whole datapoints", false, 220],
  ])("adds rows of which a column is two things %s", async (_, isSaid, requestCount) => {
    let requests = 0;
    await using between = await listen(async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = method === "GET" ? null : await request.text();
      if (pathname.endsWith("/datapoints") && body !== null) requests++;
      const answer = await fetch(`${server.url}${pathname}${search}`, { method, headers, body });
      const said = isSaid ? answer.headers.get(capabilitiesHeader) : null;
      return new Response(await answer.text(), {
        status: answer.status,
        headers: said === null ? {} : { [capabilitiesHeader]: said },
      });
    }, 0);
    const rows = Array.from({ length: 220 }, (_, n) => ({
      inputs: { text: `hello ${n}` },
      groundTruth: { text: `hallo ${n}` },
    }));
    const name = `translations ${isSaid}`;
    const path = await file("two.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
    const { code } = await runCommand(["datasets", "push", path, "--name", name], {
      HH_API_URL: between.url,
      HH_API_KEY: server.apiKey,
    });
    expect([code, requests]).toEqual([0, requestCount]);
    const stored = await datapointsOf(name);
    expect(stored.map(({ inputs, ground_truth: truth }) => [inputs, truth])).toEqual(
      rows.map(({ inputs, groundTruth }) => [inputs, groundTruth]),
    );
  });

  test("knows rows by their ids, whatever else about them has changed, and keeps their order", async () => {
    const path = await file("named.csv", "id,q,ground_truth\none,a,1\ntwo,b,2\n");
    await push(path);
    const [one, two] = await datapointsOf("named");
    await file("named.csv", "id,q,ground_truth\ntwo,B,3\nthree,c,3\none,a,1\n");
    expect(await push(path)).toMatchObject(pushed(1, 1, 1));
    const now = await datapointsOf("named");
    expect([now[0]?.id, now[2]?.id]).toEqual([two?.id, one?.id]);
    expect(now[0]).toMatchObject({ inputs: { q: "B" }, metadata: { row_id: "two" } });
  });

  test.each(["", "--prune"])("keeps what others add meanwhile %s", async (flag) => {
    const name = `shared${flag}`;
    const flags = flag === "" ? [] : [flag];
    const push = (path: string, url: string): Promise<CommandResult> =>
      runCommand(["datasets", "push", path, "--name", name, ...flags], {
        HH_API_URL: url,
        HH_API_KEY: server.apiKey,
      });
    await push(await file("first.jsonl", '{"inputs":{"q":"old"}}'), server.url);
    const [old] = await datapointsOf(name);
    let others: Promise<unknown> | undefined;
    await using meddling = await listen(async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.method === "GET" ? null : await request.text();
      if (pathname.endsWith("/datapoints") && body !== null) {
        const linked_datasets = old?.linked_datasets ?? [];
        others ??= client("createDatapoint", { body: { inputs: { q: "other" }, linked_datasets } });
        await others;
      }
      const { method, headers } = request;
      return fetch(`${server.url}${pathname}${search}`, { method, headers, body });
    }, 0);
    const rows = ['{"inputs":{"q":1}}', '{"inputs":{"q":2},"groundTruth":{"q":2}}'];
    const path = await file("second.jsonl", rows.join("\n"));
    expect(await push(path, meddling.url)).toMatchObject({ code: 0 });
    const now = await datapointsOf(name);
    const kept = flag === "" ? ["old"] : [];
    expect(now.map(({ inputs }) => inputs["q"])).toEqual([1, 2, ...kept, "other"]);
  });

  test("says what it would do, and does nothing, with --dry-run", async () => {
    const path = await file("dry.jsonl", '{"inputs":{"q":1}}');
    const { out } = await run("push", path, "--dry-run");
    expect(out).toBe(
      "dry, a new dataset: 1 to add, 0 to change, 0 unchanged (dry run: nothing was done)\n",
    );
    expect((await client("listDatasets", { query: { name: "dry" } })).datasets).toEqual([]);
  });

  test.each([
    ["a row without inputs", "bad.jsonl", '{"input":{}}', "Expected row 1 of"],
    ["an id that is none", "bad.jsonl", '{"id":5,"inputs":{}}', "`id` of row 1"],
    ["an id twice", "bad.csv", "id,q\nx,1\nx,2\n", 'got "x" twice'],
    ["no rows", "bad.csv", "id,q\n", "to hold at least one row"],
    ["what is no JSON", "bad.jsonl", "{", "Expected line 1 of bad.jsonl"],
    ["another kind of file", "bad.xlsx", "", ".csv, .tsv, .jsonl"],
  ])("refuses %s", async (_, name, text, message) => {
    const { code, err } = await run("push", await file(name, text));
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe("datasets pull", () => {
  const awkward = [
    {
      inputs: {
        q: 'says "hi",\nthen leaves',
        n: 1,
        list: [1, "2"],
        id: "x",
        inputs: "i",
        "inputs.a": 2,
        " b": "spaced",
      },
      groundTruth: { a: 1 },
    },
    { inputs: { q: " padded ", on: true }, groundTruth: { a: "1", b: null } },
    { inputs: { q: "no truth" } },
  ];

  test.each(["jsonl", "ndjson", "json", "csv", "tsv"])(
    "gives a .%s that changes nothing when it is pushed",
    async (extension) => {
      const name = `round-${extension}`;
      const source = await file(`${name}.json`, JSON.stringify(awkward));
      await push(source);
      const before = await datapointsOf(name);
      const out = join(folder.path, `back.${extension}`);
      const { err } = await run("pull", name, "--out", out);
      expect(err).toContain("3 rows written");
      expect(await push(out, "--name", name)).toMatchObject(pushed(0, 0, 3));
      expect(await datapointsOf(name)).toEqual(before);

      const edited = (await readFile(out, "utf8")).replace("no truth", "some truth");
      await writeFile(out, edited);
      expect(await push(out, "--name", name)).toMatchObject(pushed(0, 1, 2));
      const [first, , last] = await datapointsOf(name);
      expect([first, last?.inputs]).toEqual([before[0], { q: "some truth" }]);
    },
  );

  test.each(["csv", "tsv"])("keeps ground truths of every kind in a .%s", async (extension) => {
    const truths = [{ a: 1, deep: { z: [1, null] } }, "text", [1, 2], 0, false, {}, undefined];
    const rows = truths.map((groundTruth, n) => ({
      inputs: { n, q: "é\u2028😀", formula: "=1+1" },
      groundTruth,
    }));
    const name = `truths-${extension}`;
    await push(await file(`${name}.json`, JSON.stringify(rows)));
    const before = await datapointsOf(name);
    const out = join(folder.path, `${name}.${extension}`);
    await run("pull", name, "--out", out);
    expect(await push(out, "--name", name)).toMatchObject(pushed(0, 0, 7));
    // As a spreadsheet saves it.
    const text = await readFile(out, "utf8");
    await writeFile(out, `\uFEFF${text.replaceAll("\n", "\r\n")}`);
    expect(await push(out, "--name", name)).toMatchObject(pushed(0, 0, 7));
    expect(await datapointsOf(name)).toEqual(before);
  });

  test.each(["jsonl", "csv"])("keeps metadata in a .%s, and changes it", async (extension) => {
    const rows = [
      { id: "one", inputs: { q: "a", "metadata.q": 1 }, metadata: { lang: "de", level: 3 } },
      { inputs: { q: "b" }, groundTruth: "B", metadata: { tags: ["x", "y"] } },
      { inputs: { q: "c" } },
    ];
    const name = `metadata-${extension}`;
    await push(await file(`${name}.json`, JSON.stringify(rows)));
    const before = await datapointsOf(name);
    expect(before.map(({ metadata }) => metadata)).toEqual([
      { row_id: "one", lang: "de", level: 3 },
      { ground_truth_is_value: true, tags: ["x", "y"] },
      {},
    ]);
    const out = join(folder.path, `${name}.${extension}`);
    await run("pull", name, "--out", out);
    expect(await push(out, "--name", name)).toMatchObject(pushed(0, 0, 3));

    await writeFile(out, (await readFile(out, "utf8")).replace(/\bde\b/, "fr"));
    expect(await push(out, "--name", name)).toMatchObject(pushed(0, 1, 2));
    const after = await datapointsOf(name);
    expect(after.map(({ inputs }) => inputs)).toEqual(before.map(({ inputs }) => inputs));
    expect(after[0]?.metadata).toEqual({ row_id: "one", lang: "fr", level: 3 });
  });

  test("leaves metadata of which a file says nothing", async () => {
    const row = { id: "one", inputs: { q: "a" }, metadata: { lang: "de" } };
    await push(await file("silent.json", JSON.stringify([row])));
    const { metadata: _, ...silent } = { ...row, inputs: { q: "b" } };
    expect(await push(await file("silent.json", JSON.stringify([silent])))).toMatchObject(
      pushed(0, 1, 0),
    );
    const [datapoint] = await datapointsOf("silent");
    expect(datapoint).toMatchObject({ inputs: { q: "b" }, metadata: { lang: "de" } });
  });

  test("refuses a table that would not keep the names of inputs, and says what keeps them", async () => {
    const rows = [{ inputs: { "a ": 1 }, groundTruth: { b: 1 } }];
    await push(await file("trailing.json", JSON.stringify(rows)));
    const out = join(folder.path, "trailing.csv");
    expect(await run("pull", "trailing", "--out", out)).toMatchObject({
      code: 1,
      err: expect.stringContaining('got "a ". Pull it into a .jsonl file'),
    });
    await expect(readFile(out)).rejects.toThrow("ENOENT");
  });

  test("keeps a ground truth that is null one that is null, and not one that is none", async () => {
    const rows = [{ inputs: { n: 1 }, groundTruth: null }, { inputs: { n: 2 } }];
    await push(await file("null.json", JSON.stringify(rows)));
    const { out } = await run("pull", "null");
    const pulled = out
      .trim()
      .split("\n")
      .map((line) => {
        const { id: _, ...row } = JSON.parse(line) as { readonly id: string };
        return row;
      });
    expect(pulled).toEqual(rows);
    expect(await push(await file("null.jsonl", out))).toMatchObject(pushed(0, 0, 2));
    const table = join(folder.path, "null.csv");
    await run("pull", "null", "--out", table);
    expect(await push(table)).toMatchObject(pushed(0, 0, 2));
  });

  test("prints rows that evaluate() takes, by name and by id", async () => {
    await push(await file("printed.jsonl", '{"inputs":{"q":1},"groundTruth":[1]}'));
    const [datapoint] = await datapointsOf("printed");
    const { out } = await run("pull", "printed");
    expect(JSON.parse(out)).toEqual({ id: datapoint?.id, inputs: { q: 1 }, groundTruth: [1] });
    const { datasets } = await client("listDatasets", { query: { name: "printed" } });
    expect((await run("pull", datasets[0]?.id ?? "")).out).toBe(out);
  });

  test("ends in the command that helps", async () => {
    expect(await run("pull", "nothing")).toMatchObject({
      code: 1,
      err: expect.stringContaining("honeyhive datasets list"),
    });
    expect(await run("pull", "nothing", "--out", "x.xlsx")).toMatchObject({ code: 2 });
    await push(await file("written.jsonl", '{"inputs":{"q":1}}'));
    expect(await run("pull", "written", "--out", "/dev/null/x.jsonl")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Expected to write \/dev\/null\/x.jsonl, got ENOTDIR.*--out/),
    });
  });
});

test("datasets list shows what there is", async () => {
  await push(await file("listed.jsonl", '{"inputs":{"q":1}}'));
  const { out } = await run("list");
  expect(out).toMatch(
    /^DATASET +DATAPOINTS +UPDATED \(UTC\) +NAME\n[0-9a-f]{24} +1 +\S+ \S+ +listed$/m,
  );
  const listed = JSON.parse((await run("list", "--json")).out) as { name: string }[];
  expect(listed.map(({ name }) => name)).toContain("listed");
});

test("two datasets of one name have to be told apart by id", async () => {
  const made = [1, 2].map(() => client("createDataset", { body: { name: "double" } }));
  const ids = (await Promise.all(made)).map(({ result }) => result.insertedId);
  const path = await file("double.jsonl", '{"inputs":{"q":1}}');
  const { err } = await run("push", path);
  expect(ids.every((id) => err.includes(id))).toBe(true);
  expect(await push(path, "--name", ids[0] ?? "")).toMatchObject({ id: ids[0] });
});

test.each(["push", "pull", "list"])("datasets %s --help has examples", async (command) => {
  const { code, out } = await run(command, "--help");
  expect([code, out]).toEqual([0, expect.stringContaining(`$ honeyhive datasets ${command}`)]);
});
