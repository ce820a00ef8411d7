import { expect, test } from "vitest";

import { createLogger, type LoggerOptions, type ServerLogger } from "./logger.js";

function loggerInto(lines: string[], options: Partial<LoggerOptions> = {}): ServerLogger {
  return createLogger({
    level: "info",
    format: "json",
    now: () => new Date("2026-01-02T03:04:05.678Z"),
    output: { write: (text: string) => lines.push(text) },
    ...options,
  });
}

test("writes a line of JSON for each message of its level or above", () => {
  const lines: string[] = [];
  const logger = loggerInto(lines);
  logger.debug("Not this.");
  logger.info("A request was answered.", { status: 200, level: "mine", path: undefined });
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      time: "2026-01-02T03:04:05.678Z",
      level: "info",
      message: "A request was answered.",
      status: 200,
    },
  ]);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
});

test("writes text at a terminal, and what caused an error below it", () => {
  const lines: string[] = [];
  const output = { isTTY: true, write: (text: string) => lines.push(text) };
  const logger = loggerInto(lines, { format: "auto", output });
  const error = new Error("outer", { cause: new TypeError("inner") });
  logger.error("A request failed.", { status: 500, error });
  expect(lines[0]).toMatch(/^03:04:05\.678 ERROR A request failed\. status=500\n {2}Error: outer/);
  expect(lines[0]).toContain("caused by:\n  TypeError: inner");
});

test("lets nobody write lines of their own into text, nor drive the terminal", () => {
  const lines: string[] = [];
  const logger = loggerInto(lines, { format: "text" });
  const path = "/x\n03:04:05.678 ERROR forged\u001b[31m\u009b2J\u2028";
  logger.info("A request was answered.", { path, error: new Error(`no \u001b[31m\r${path}`) });
  expect(lines[0]?.split("\n")[0]).toBe(
    "03:04:05.678 INFO  A request was answered. path=/x\\n03:04:05.678 ERROR forged\\u001b[31m\\u009b2J\\u2028",
  );
  const signs = lines[0]?.match(/[\p{Cc}\u2028\u2029]/gu);
  expect(new Set(signs)).toEqual(new Set(["\n"]));
});

test("keeps secrets out, wherever they stand", () => {
  const lines: string[] = [];
  const logger = loggerInto(lines);
  const secrets = ["abc123secret", "hh_local_4c8f2a0b9d1e7f63", "hh-9d1e7f63aa11", "pa55word"];
  logger.info(`sent Bearer ${secrets[0]}`, {
    headers: { Authorization: secrets[0], cookie: secrets[0], accept: "*/*" },
    list: [`key ${secrets[1]}`, `key ${secrets[2]}`],
    apiKey: secrets[0],
    store: `clickhouse://user:${secrets[3]}@host:8123/db`,
    error: new Error(`refused ${secrets[1]}`),
  });
  for (const secret of secrets) expect(lines[0]).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    headers: { accept: "*/*" },
    store: "clickhouse://user:[redacted]@host:8123/db",
  });
});

test("says nothing at all when it is silent", () => {
  const lines: string[] = [];
  loggerInto(lines, { level: "silent" }).error("Anything.");
  expect(lines).toEqual([]);
});
