import { describe, expect, it } from "vitest";

import { resolveOptions } from "./resolve-options.js";
import type { Environment } from "./environment.js";

const key = { HH_API_KEY: "from environment" };

const warningsOf = (given: unknown, environment: Environment = key): readonly string[] =>
  // What a program without types may pass.
  resolveOptions(given as never, environment).warnings;

describe("options", () => {
  it("win over the environment, which wins over the defaults", () => {
    const environment = {
      ...key,
      HH_API_URL: "https://environment.example/",
      HH_PROJECT: "environment",
      HH_SOURCE: "environment",
      HH_SESSION_NAME: "environment",
      HH_FLUSH_INTERVAL: "2",
      HH_VERBOSE: "true",
      HH_DISABLE_TRACING: "1",
    };
    expect(resolveOptions({}, environment)).toMatchObject({
      apiKey: "from environment",
      serverUrl: "https://environment.example",
      project: "environment",
      source: "environment",
      sessionName: "environment",
      settings: { limits: { delayMs: 2000 } },
      verbose: true,
      disabledReason: expect.stringContaining("HH_DISABLE_TRACING"),
    });
    const given = {
      apiKey: "given",
      serverUrl: "http://given.example",
      project: "given",
      source: "given",
      sessionName: "given",
      flushIntervalMs: 7,
      verbose: false,
      disableTracing: false,
    };
    expect(resolveOptions(given, environment)).toMatchObject({
      apiKey: "given",
      serverUrl: "http://given.example",
      project: "given",
      settings: { limits: { delayMs: 7 } },
      verbose: false,
      disabledReason: undefined,
      warnings: [],
    });
    expect(resolveOptions({}, key)).toMatchObject({
      serverUrl: "https://api.dp1.us.honeyhive.ai",
      source: "dev",
      settings: { limits: { delayMs: 500 } },
      disabledReason: undefined,
    });
  });

  it("without a value, and empty variables, count as not given", () => {
    const options = { apiKey: undefined, source: undefined };
    expect(
      resolveOptions(options, { ...key, HH_SOURCE: " ", HH_FLUSH_INTERVAL: "" }),
    ).toMatchObject({
      apiKey: "from environment",
      source: "dev",
      settings: { limits: { delayMs: 500 } },
      warnings: [],
    });
  });

  it("that are unknown are named, with the nearest that is known", () => {
    expect(warningsOf({ apikey: "x", session_name: "x", completelyDifferent: 1 })).toEqual([
      "Unknown option `apikey` is ignored. Did you mean `apiKey`?",
      "Unknown option `session_name` is ignored. Did you mean `sessionName`?",
      "Unknown option `completelyDifferent` is ignored.",
    ]);
  });

  it("of a wrong type are named, with what was expected and what came", () => {
    expect(
      warningsOf({
        source: 5,
        metadata: [],
        instrumentors: {},
        maxValueLength: -1,
        verbose: "yes",
      }),
    ).toEqual([
      "Expected `source` to be a string, got `5` (number). It is ignored.",
      "Expected `metadata` to be an object, got an array of 0. It is ignored.",
      "Expected `instrumentors` to be an array, got an object. It is ignored.",
      "Expected `maxValueLength` to be a positive number, got `-1` (number). It is ignored.",
      'Expected `verbose` to be a boolean, got `"yes"` (string). It is ignored.',
    ]);
  });

  it("say nothing of what a key of the wrong type contains", () => {
    expect(warningsOf({ apiKey: 123456789 }).join()).not.toContain("123456789");
    expect(warningsOf({ apiKey: ["hh-secret"] }).join()).not.toContain("hh-secret");
    expect(warningsOf({ apiKey: "" })).toContain(
      "Expected `apiKey` to be a string, got an empty string. It is ignored.",
    );
  });
});

describe("a key", () => {
  it("is read without the line break of the file it came from", () => {
    expect(resolveOptions({}, { HH_API_KEY: "hh-key\n" }).apiKey).toBe("hh-key");
    expect(resolveOptions({ apiKey: " hh-key\r\n" }, {}).apiKey).toBe("hh-key");
  });

  it("that no header can carry disables the tracer without being said", () => {
    const { disabledReason } = resolveOptions({ apiKey: "hh-\u2026-key" }, {});
    expect(disabledReason).toContain("API key");
    expect(disabledReason).not.toContain("\u2026");
  });

  it("that is missing disables the tracer", () => {
    expect(resolveOptions({}, {}).disabledReason).toBe(
      "Expected an API key, got none. Pass `apiKey` or set HH_API_KEY.",
    );
  });
});

describe("a URL", () => {
  it.each(["nowhere", "ftp://host", "localhost:3000", "http://"])(
    "like %j disables the tracer",
    (serverUrl) => {
      expect(resolveOptions({ serverUrl }, key).disabledReason).toContain(
        "Expected `serverUrl` to be an http(s) URL",
      );
    },
  );

  it.each(["http://localhost:3000", "https://host/path///", "http://[::1]:80"])(
    "like %j is taken",
    (serverUrl) => {
      const resolved = resolveOptions({ serverUrl }, key);
      expect(resolved.disabledReason).toBeUndefined();
      expect(resolved.serverUrl).toBe(serverUrl.replace(/\/+$/, ""));
    },
  );
});
