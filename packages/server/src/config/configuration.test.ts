import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { resolveOptions } from "./resolve-options.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { describeConfiguration } from "./describe-configuration.js";
import { readConfiguration, valueAt } from "./read-configuration.js";
import { settings } from "./settings.js";

async function fileWith(content: unknown): Promise<AsyncDisposable & { path: string }> {
  const directory = await temporaryDirectory();
  const path = join(directory.path, "server.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return { path, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

test("flags win over the environment, that over the file, and that over defaults", async () => {
  await using file = await fileWith({
    host: "file",
    port: 1,
    dataDir: "file",
    limits: { maxBatchRows: 7, maxBatchBytes: 8 },
  });
  const configuration = readConfiguration({
    flags: { host: "flag" },
    env: {
      HONEYHIVE_HOST: "variable",
      HONEYHIVE_PORT: "2",
      HONEYHIVE_DATA_DIR: "",
      HONEYHIVE_LIMITS_MAX_BATCH_BYTES: "9",
      HONEYHIVE_KEYS: "k1=one, k2=two",
      HONEYHIVE_LOCAL_ACCESS: "false",
      HONEYHIVE_CONFIG: file.path,
    },
  });
  expect(configuration.options).toEqual({
    host: "flag",
    port: 2,
    dataDir: "file",
    limits: { maxBatchRows: 7, maxBatchBytes: 9 },
    keys: { k1: "one", k2: "two" },
    localAccess: false,
  });
  const described = new Map(describeConfiguration(configuration).map((one) => [one.name, one]));
  expect(described.get("host")).toEqual({ name: "host", value: "flag", source: "flag" });
  expect(described.get("port")).toMatchObject({ value: 2, source: "environment" });
  expect(described.get("limits.maxBatchRows")).toMatchObject({ value: 7, source: "file" });
  expect(described.get("limits.maxBodyBytes")).toMatchObject({
    value: 64 * 1024 * 1024,
    source: "default",
  });
});

test("warns of a variable that is spelt almost like a setting's, and of no other", () => {
  const env = {
    HONEYHIVE_RETENTION_DAY: "30",
    HONEYHIVE_SERVICE_HOST: "10.0.0.1",
    HH_API_KEY: "k",
  };
  expect(readConfiguration({ env }).warnings).toEqual([
    "HONEYHIVE_RETENTION_DAY is no setting and has no effect. Did you mean HONEYHIVE_RETENTION_DAYS?",
  ]);
});

test("does not show secrets", () => {
  const env = {
    HONEYHIVE_API_KEY: "secret-1",
    HONEYHIVE_KEYS: "secret-2=p",
    HONEYHIVE_METRICS_TOKEN: "secret-3",
    HONEYHIVE_STORE: "clickhouse://u:secret-4@h:1/d",
    HONEYHIVE_TRACES_HEADERS: "authorization=secret-5",
  };
  const text = JSON.stringify(describeConfiguration(readConfiguration({ env })));
  expect(text).not.toContain("secret-");
  expect(text.match(/\[hidden\]/g)).toHaveLength(5);
  const withPassword = { HONEYHIVE_TRACES_ENDPOINT: "http://u:secret-6@h/v1/traces" };
  expect(() => readConfiguration({ env: withPassword })).toThrow(/^(?!.*secret-6).*without a user/);
});

test("takes values with equals signs as they are, in keys and in headers", () => {
  const env = {
    HONEYHIVE_KEYS: "c2VjcmV0Cg===shop, plain=web",
    HONEYHIVE_RETENTION_PROJECTS: "a=b=30",
    HONEYHIVE_TRACES_HEADERS: "authorization=Basic dXNlcjpwYXNz==,x-tenant=a=b",
  };
  expect(readConfiguration({ env }).options).toMatchObject({
    keys: { "c2VjcmV0Cg==": "shop", plain: "web" },
    tracesHeaders: { authorization: "Basic dXNlcjpwYXNz==", "x-tenant": "a=b" },
    retention: { projects: { "a=b": 30 } },
  });
});

test.each([" ", "0x10", "1e3", "+5", "5.0", "٣"])("takes %j for no number", (text) => {
  for (const variable of ["HONEYHIVE_PORT", "HONEYHIVE_RETENTION_DAYS"]) {
    expect(() => readConfiguration({ env: { [variable]: text } })).toThrow(variable);
  }
  expect(() =>
    readConfiguration({ env: { HONEYHIVE_RETENTION_PROJECTS: `shop=${text}` } }),
  ).toThrow("HONEYHIVE_RETENTION_PROJECTS");
});

test("describes what is in effect, or would be", () => {
  const described = (env: Record<string, string>, name: string): unknown =>
    describeConfiguration(readConfiguration({ env })).find((one) => one.name === name);
  expect(described({}, "modelEndpoint.model")).toMatchObject({ value: "gpt-4o-mini" });
  expect(
    described({ HONEYHIVE_MODEL_ENDPOINT_MODEL: "gpt-5" }, "modelEndpoint.model"),
  ).toMatchObject({ value: "gpt-5", source: "environment" });
  const tls = { HONEYHIVE_TLS_CERT: "cert.pem", HONEYHIVE_TLS_KEY: "key.pem" };
  expect(described(tls, "tlsCert")).toMatchObject({ value: "cert.pem", source: "environment" });
});

test("says which settings belong below a name that is given as something else", async () => {
  await using file = await fileWith({ limits: 5 });
  expect(() => readConfiguration({ file: file.path })).toThrow(
    /`limits` in `.*` to be a JSON object with settings such as `limits\.maxRequestsPerSecond`, got something else/,
  );
});

test("refuses addresses that nothing can be sent to, and keys that nobody can send", () => {
  const wrong = {
    HONEYHIVE_TRACES_ENDPOINT: ["localhost:4318/v1/traces", "http://", "ftp://host/", "traces"],
    HONEYHIVE_MODEL_ENDPOINT_BASE_URL: ["api.openai.com/v1", "file:///etc/passwd"],
    HONEYHIVE_API_KEY: ["of two words", "from-a-file\n", "schlüssel"],
    HONEYHIVE_KEYS: ["of two words=project"],
    HONEYHIVE_METRICS_TOKEN: [" "],
    HONEYHIVE_MODEL_ENDPOINT_API_KEY: ["sk-1\n"],
    HONEYHIVE_TRACES_HEADERS: ["a b=c", "a=\u2603"],
  };
  for (const [variable, values] of Object.entries(wrong)) {
    for (const value of values) {
      expect(() => readConfiguration({ env: { [variable]: value } })).toThrow(`\`${variable}\``);
    }
  }
  for (const [name, options] of Object.entries({
    tracesEndpoint: { tracesEndpoint: "collector:4318" },
    "modelEndpoint.baseUrl": { modelEndpoint: { baseUrl: "model", apiKey: "k", model: "m" } },
    apiKey: { apiKey: "of two words" },
    keys: { keys: { "of two words": "project" } },
  })) {
    expect(() => resolveOptions(options, {})).toThrow(`Expected \`${name}\` to be`);
  }
  expect(resolveOptions({ tracesEndpoint: "" }, {}).tracesEndpoint).toBe("");
});

test("names what it does not know and what was probably meant", async () => {
  await using unknown = await fileWith({ hots: "x" });
  const reading = (file: string) => () => readConfiguration({ file });
  expect(reading(unknown.path)).toThrow(/unknown `hots`\. Did you mean `host`\?/);
  await using nested = await fileWith({ limits: { maxBodyByte: 1 } });
  expect(reading(nested.path)).toThrow(
    /`limits\.maxBodyByte`\. Did you mean `limits\.maxBodyBytes`/,
  );
});

test("says what a value has to be", async () => {
  await using wrong = await fileWith({ port: "4747" });
  await using broken = await fileWith("{");
  expect(() => readConfiguration({ file: wrong.path })).toThrow(
    /whole number from 0 to 65535, got `"4747"`/,
  );
  expect(() => readConfiguration({ file: broken.path })).toThrow(/to be a JSON object/);
  expect(() => readConfiguration({ file: "/no/such/file" })).toThrow(/cannot be read/);
  for (const [variable, value] of [
    ["HONEYHIVE_PORT", "many"],
    ["HONEYHIVE_LOCAL_ACCESS", "perhaps"],
    ["HONEYHIVE_LOG_LEVEL", "loud"],
    ["HONEYHIVE_KEYS", "no-project"],
    ["HONEYHIVE_GRPC_PORT", "70000"],
    ["HONEYHIVE_RETENTION_DAYS", "65537"],
    ["HONEYHIVE_RETENTION_PROJECTS", "demo=65537"],
    ["HONEYHIVE_SHUTDOWN_GRACE_MS", "3000000000"],
    ["HONEYHIVE_STORE_MEMORY_BYTES", "0"],
    ["HONEYHIVE_LIMITS_MAX_BODY_BYTES", "0"],
    ["HONEYHIVE_LIMITS_MAX_QUEUED_BYTES", "0"],
    ["HONEYHIVE_LIMITS_MAX_BATCH_ROWS", "0"],
    ["HONEYHIVE_LIMITS_MAX_BATCH_BYTES", "0"],
  ] as const) {
    expect(() => readConfiguration({ env: { [variable]: value } })).toThrow(variable);
  }
});

test("has every option of the server, each with a default that is in effect", () => {
  const resolved = resolveOptions({}, {});
  // What only programs can give, and what follows from the others.
  const programmatic = new Set(["logger", "isLoopback", "isLocal", "modelEndpoint", "tls"]);
  const parts = ["baseUrl", "apiKey", "model"].map((name) => `modelEndpoint.${name}`);
  const names = Object.entries(resolved).flatMap(([name, value]) =>
    ["limits", "online", "retention"].includes(name)
      ? Object.keys(value as object).map((key) => `${name}.${key}`)
      : [name],
  );
  const given = names.filter((name) => !programmatic.has(name));
  const expected = [...given, "tlsCert", "tlsKey", ...parts].toSorted();
  expect(settings.map(({ name }) => name).toSorted()).toEqual(expected);
  for (const { name, defaultText } of settings) {
    const value = valueAt(resolved, name);
    if (/^`[\w.]+`$/.test(defaultText) && name !== "store") {
      expect(defaultText).toBe(`\`${String(value)}\``);
    }
  }
});

test("the documented settings are these", () => {
  const path = fileURLToPath(new URL("../../../../docs/server.md", import.meta.url));
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => /^\| `[\w.]+` +\| `HONEYHIVE_/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    settings.map(({ name, variable, defaultText, effect }) => [
      `\`${name}\``,
      `\`${variable}\``,
      defaultText,
      effect,
    ]),
  );
});
