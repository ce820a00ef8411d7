import { StoreError } from "../store-error.js";
import { replicatedTopology, shardedTopology, singleNode, type Topology } from "../topology.js";

export interface ClickHouseLocation {
  /** `http://host:8123` of each node that may be asked. */
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly topology: Topology;
}

const grammar = "clickhouse://user:password@host:8123/database?cluster=name&secure=1";
const parameters = ["cluster", "replicated", "secure"];
const pattern =
  /^clickhouse:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?@]*)(?:\/(?<database>[^/?]*))?\/?(?:\?(?<query>.*))?$/;

/**
 * Reads `clickhouse://user:password@host:8123/database?cluster=name&secure=1`.
 *
 * Several hosts, separated by commas, are nodes of one cluster. `replicated=0` says that its shards have no
 * replicas and no Keeper; then every node has to be named, and each is told about tables by itself.
 */
export function parseStoreUrl(text: string): ClickHouseLocation {
  const { user = "", password = "", hosts = "", database, query } = match(text);
  const search = new URLSearchParams(query);
  const unknown = [...search.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) {
    fail(text, `parameters to be of ${parameters.join(", ")}`, `\`${unknown}\``);
  }
  const isSecure = readFlag(text, search, "secure") ?? false;
  const urls = hosts.split(",").map((host) => toHttpUrl(text, host, isSecure));
  return {
    urls,
    username: decode(text, user) || "default",
    password: decode(text, password),
    database: readName(text, "database", database || "honeyhive"),
    topology: readTopology(text, search, urls.length),
  };
}

function match(text: string): Partial<Record<string, string>> {
  const groups = pattern.exec(text)?.groups;
  if (groups !== undefined) return groups;
  const isHttp = /^https?:/.test(text);
  return fail(
    text,
    `an address like ${grammar}`,
    isHttp
      ? "an http address; its scheme is `clickhouse`, with `secure=1` for TLS"
      : "something else",
  );
}

function readTopology(text: string, search: URLSearchParams, hostCount: number): Topology {
  const cluster = search.get("cluster");
  const isReplicated = readFlag(text, search, "replicated");
  if (cluster !== null) {
    const name = readName(text, "cluster", cluster);
    return isReplicated === false ? shardedTopology(name) : replicatedTopology(name);
  }
  if (hostCount > 1) fail(text, "`cluster=<name>` with several hosts", "no cluster");
  if (isReplicated !== undefined) fail(text, "`cluster=<name>` with `replicated`", "no cluster");
  return singleNode;
}

function toHttpUrl(text: string, host: string, isSecure: boolean): string {
  const { name, port } =
    /^(?<name>\[[0-9a-fA-F:]+\]|[^:[\]\s]+)(?::(?<port>\d+))?$/.exec(host)?.groups ?? {};
  if (name === undefined) return fail(text, "hosts to be `name` or `name:port`", `\`${host}\``);
  const number = port === undefined ? (isSecure ? 8443 : 8123) : Number(port);
  if (number < 1 || number > 65_535) fail(text, "a port from 1 to 65535", `\`${port}\``);
  return `${isSecure ? "https" : "http"}://${name}:${number}`;
}

function readFlag(text: string, search: URLSearchParams, name: string): boolean | undefined {
  const value = search.get(name);
  if (value === null) return undefined;
  if (value === "1" || value === "true") return true;
  if (value === "0" || value === "false") return false;
  return fail(text, `\`${name}\` to be 1 or 0`, `\`${value}\``);
}

/** Names become part of statements, so they are plain. */
function readName(text: string, what: string, name: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(name)) return name;
  return fail(text, `the name of the ${what} to be letters, digits, _ and -`, `\`${name}\``);
}

function decode(text: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // The value is secret, so the message cannot show what is wrong.
    return fail(text, "special characters of user and password to be percent-encoded", "a lone %");
  }
}

function fail(text: string, expected: string, got: string): never {
  throw new StoreError(
    "STORE_URL_INVALID",
    `Expected ${expected} in the address of the store, got ${got}: \`${redactStoreUrl(text)}\`.`,
  );
}

/** The address without what gives access. */
export function redactStoreUrl(text: string): string {
  return text.replace(/^([a-z]+:\/\/)[^/]*@/i, "$1***@");
}
