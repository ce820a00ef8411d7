import { maxDays } from "../events/retention.js";
import { logFormats, logLevels } from "../observe/logger.js";
import { textIndexes } from "../store/text-index.js";

/** Whole numbers from the first to the second. */
export interface WholeNumbers {
  readonly least: number;
  readonly most: number;
}

/**
 * What a value has to be. A list: one of its words. `url`: an address of HTTP. `token`: what fits into a header behind
 * `Bearer`. `keys`: names of projects under such tokens. `headers`: values under names of headers. `days`: names of
 * projects and numbers of days.
 */
export type SettingKind =
  | "text"
  | "url"
  | "token"
  | WholeNumbers
  | "boolean"
  | "keys"
  | "headers"
  | "days"
  | readonly string[];

export interface Setting {
  /** Its place in `ServerOptions` and in the file. */
  readonly name: string;
  readonly variable: string;
  readonly kind: SettingKind;
  readonly defaultText: string;
  readonly effect: string;
  /** Never printed. */
  readonly isSecret?: boolean;
}

/** Values that are taken where nothing is given. */
export const defaults = {
  host: "127.0.0.1",
  port: 4747,
  portFallback: true,
  dataDir: ".honeyhive",
  storeMemoryBytes: 1_500_000_000,
  logLevel: "warn",
  logFormat: "auto",
  metricsToken: "",
  tracesEndpoint: "",
  shutdownGraceMs: 3000,
  trustedProxies: "",
  modelEndpoint: { model: "gpt-4o-mini" },
  online: { enabled: true, settleMs: 5000, sessionQuietMs: 60_000 },
  limits: {
    maxBodyBytes: 64 * 1024 * 1024,
    maxQueuedBytes: 64 * 1024 * 1024,
    // What waits while an insert runs is the next one: fewer and larger parts are merged less often.
    maxBatchRows: 20_000,
    maxBatchBytes: 48 * 1024 * 1024,
  },
} as const;

const from0: WholeNumbers = { least: 0, most: Number.MAX_SAFE_INTEGER };
const atLeast1 = { least: 1 };
const ports = { most: 65_535 };
/** Node fires timers that are to wait for longer at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Everything that flags, environment and file may say, once. `docs/server.md` lists the same. */
export const settings: readonly Setting[] = [
  text("host", "`127.0.0.1`", "Address to listen on."),
  integer("port", "`4747`", "Port to listen on; 0 takes any free one.", ports),
  integer(
    "grpcPort",
    "none",
    "Port for OTLP over gRPC, usually 4317; 0 takes any free one.",
    ports,
  ),
  flag(
    "portFallback",
    "`true`",
    "Takes a free port when the wanted one is taken. Off as soon as a flag names a port, and for `serve`.",
  ),
  text("dataDir", "`.honeyhive`", "Folder of the embedded store and of the first key."),
  {
    ...text(
      "store",
      "`dataDir`",
      "A folder, or `clickhouse://user:password@host:8123/database`, which any number of servers may share.",
    ),
    isSecret: true,
  },
  {
    ...setting("apiKey", "token", "made, and kept in `dataDir`", "Key of the project `default`."),
    isSecret: true,
  },
  {
    ...setting("keys", "keys", "none", "Further keys, and the projects that they open."),
    isSecret: true,
  },
  integer(
    "retention.days",
    "`0`",
    "Days after their start that events are kept, for those that come from now on; 0 keeps them for ever.",
    { most: maxDays },
  ),
  setting("retention.projects", "days", "none", "The same for projects by their names."),
  flag(
    "localAccess",
    "on loopback without proxies",
    "Lets the UI on this machine list projects and their keys.",
  ),
  text(
    "prices",
    "none",
    "A JSON file with prices of models in US dollars per million tokens, which come before the bundled ones.",
  ),
  integer("storeMemoryBytes", "`1500000000`", "Memory that the embedded store may use.", atLeast1),
  setting(
    "textIndex",
    textIndexes,
    "as the store is; a new one has none",
    "Index of the words in `outputs`, `inputs` or `all` of both, which finds texts in all events; `none` drops it.",
  ),
  setting("logLevel", logLevels, "`warn`", "Lines below are not written; requests are `info`."),
  setting("logFormat", logFormats, "`auto`", "`auto` is text at a terminal and JSON elsewhere."),
  {
    ...setting(
      "metricsToken",
      "token",
      "none",
      "What `/metrics` asks for as a bearer token. Without one it is open on loopback without proxies, and closed elsewhere.",
    ),
    isSecret: true,
  },
  setting(
    "tracesEndpoint",
    "url",
    "none",
    "Where the server's own traces go as OTLP/JSON, such as `http://localhost:4318/v1/traces`.",
  ),
  {
    ...setting("tracesHeaders", "headers", "none", "Headers that are sent with them."),
    isSecret: true,
  },
  integer(
    "shutdownGraceMs",
    "`3000`",
    "How long requests under way may take when the server stops, before their connections are ended.",
    { most: longestTimerMs },
  ),
  text("tlsCert", "none", "Certificate in PEM, a file; with `tlsKey` the server speaks HTTPS."),
  text("tlsKey", "none", "Private key in PEM, a file."),
  setting(
    "modelEndpoint.baseUrl",
    "url",
    "none",
    "Address of an OpenAI-compatible API, without `/chat/completions`: LLM evaluators and tried prompts go to it.",
  ),
  { ...setting("modelEndpoint.apiKey", "token", "none", "Its key."), isSecret: true },
  text("modelEndpoint.model", "`gpt-4o-mini`", "The model, where a metric names none."),
  flag(
    "online.enabled",
    "`true`",
    "Runs metrics with `enabled_in_prod` on events as they come. Off on servers that are to take and answer only.",
  ),
  integer(
    "online.settleMs",
    "`5000`",
    "How long an event has to be unchanged before its metrics are run.",
    { most: longestTimerMs },
  ),
  integer(
    "online.sessionQuietMs",
    "`60000`",
    "How long nothing of a session has to come before metrics of sessions are run on it.",
    { most: longestTimerMs },
  ),
  text(
    "trustedProxies",
    "none",
    "Addresses and networks of proxies, `10.0.0.0/8,127.0.0.1`: their `X-Forwarded-For` says who sent a request.",
  ),
  integer(
    "limits.maxRequestsPerSecond",
    "none on loopback, else `500`",
    "Requests a second for each key, and five times as many after a pause; more is 429; 0 is no limit.",
  ),
  integer(
    "limits.maxWrongKeysPerSecond",
    "none on loopback without proxies, else `5`",
    "Unknown keys a second from each address, and ten times as many after a pause; more is 429; 0 is no limit.",
  ),
  integer(
    "limits.maxBodyBytes",
    "`67108864`",
    "Largest body of a request, before and after decompression; more is 413.",
    atLeast1,
  ),
  integer(
    "limits.maxQueuedBytes",
    "`67108864`",
    "Bytes that may wait to be stored, and that may be read at once; more is 429.",
    atLeast1,
  ),
  integer("limits.maxBatchRows", "`20000`", "Most rows of one insert.", atLeast1),
  integer("limits.maxBatchBytes", "`50331648`", "Most bytes of one insert.", atLeast1),
];

function text(name: string, defaultText: string, effect: string): Setting {
  return setting(name, "text", defaultText, effect);
}

/** Of those that are limits nothing would fit into 0. */
function integer(
  name: string,
  defaultText: string,
  effect: string,
  given?: Partial<WholeNumbers>,
): Setting {
  return setting(name, { ...from0, ...given }, defaultText, effect);
}

function flag(name: string, defaultText: string, effect: string): Setting {
  return setting(name, "boolean", defaultText, effect);
}

function setting(name: string, kind: SettingKind, defaultText: string, effect: string): Setting {
  const words = name.replaceAll(".", "_").replaceAll(/([A-Z])/g, "_$1");
  return { name, variable: `HONEYHIVE_${words.toUpperCase()}`, kind, defaultText, effect };
}
