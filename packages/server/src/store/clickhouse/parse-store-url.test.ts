import { expect, test } from "vitest";

import { parseStoreUrl, redactStoreUrl } from "./parse-store-url.js";

test("reads every part of an address", () => {
  expect(
    parseStoreUrl("clickhouse://me:p%40ss%2F@a:9000,[::1],c.local/traces?cluster=main&secure=1"),
  ).toEqual({
    urls: ["https://a:9000", "https://[::1]:8443", "https://c.local:8443"],
    username: "me",
    password: "p@ss/",
    database: "traces",
    topology: {
      engine: "ReplicatedReplacingMergeTree",
      onCluster: " ON CLUSTER 'main'",
      local: "_local",
      cluster: "main",
    },
  });
});

test("has defaults for all but the host", () => {
  expect(parseStoreUrl("clickhouse://localhost")).toEqual({
    urls: ["http://localhost:8123"],
    username: "default",
    password: "",
    database: "honeyhive",
    topology: { engine: "ReplacingMergeTree", onCluster: "", local: "" },
  });
});

test("tells shards without replicas from replicated ones", () => {
  const { topology } = parseStoreUrl("clickhouse://a,b/hh?cluster=main&replicated=0");
  expect(topology).toEqual({
    engine: "ReplacingMergeTree",
    onCluster: "",
    local: "_local",
    cluster: "main",
  });
});

test.each([
  ["http://me:secret@host:8123", /an http address; its scheme is `clickhouse`/],
  ["postgres://me:secret@host", /an address like clickhouse:/],
  ["clickhouse://me:secret@/db", /hosts to be `name` or `name:port`/],
  ["clickhouse://me:secret@host:port/db", /got `host:port`/],
  ["clickhouse://me:secret@host:70000/db", /a port from 1 to 65535/],
  ["clickhouse://me:secret@a,b/db", /`cluster=<name>` with several hosts/],
  ["clickhouse://me:secret@a/db?replicated=0", /`cluster=<name>` with `replicated`/],
  ["clickhouse://me:secret@a/db?clutser=main", /of cluster, replicated, secure .*`clutser`/],
  ["clickhouse://me:secret@a/db?secure=yes", /`secure` to be 1 or 0/],
  ["clickhouse://me:secret@a/d'b", /the name of the database/],
  ["clickhouse://me:secret@a/db?cluster='x", /the name of the cluster/],
  ["clickhouse://me:%secret@a/db", /percent-encoded/],
])("says what is wrong with %s, and not its password", (url, problem) => {
  const message = messageOf(() => parseStoreUrl(url));
  expect(message).toMatch(problem);
  expect(message).not.toContain("secret");
});

test("redacts addresses", () => {
  expect(redactStoreUrl("clickhouse://me:s@cret@a:1/db")).toBe("clickhouse://***@a:1/db");
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
}
