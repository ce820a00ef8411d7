import type { ModelPrices } from "@honeyhive/contract";

import type { ModelEndpoint } from "./models/complete-chat.js";
import type { TlsFiles } from "./lib/read-tls.js";
import type { LogFormat, LogLevel, ServerLogger } from "./observe/logger.js";
import type { RetentionOptions } from "./events/retention.js";
import type { TextIndex } from "./store/text-index.js";

export interface IngestLimits {
  /** Largest request body, before and after decompression. Default 64 MB. */
  readonly maxBodyBytes?: number;
  /** Bytes that may wait to be stored before requests are answered with 429. Default 64 MB. */
  readonly maxQueuedBytes?: number;
  /** Default 20,000. */
  readonly maxBatchRows?: number;
  /** Default 48 MB. */
  readonly maxBatchBytes?: number;
  /** Requests a second for each key, and five times as many after a pause; 0 is no limit. Default 0 on loopback, else 500. */
  readonly maxRequestsPerSecond?: number;
  /** Unknown keys a second from each address, and ten times as many after a pause; 0 is no limit. Default 0 on loopback without proxies, else 5. */
  readonly maxWrongKeysPerSecond?: number;
}

export interface OnlineSettings {
  /** Default true. */
  readonly enabled?: boolean;
  /** How long an event has to be unchanged before its metrics are run. Default 5,000. */
  readonly settleMs?: number;
  /** How long nothing of a session has to come before metrics of sessions are run on it. Default 60,000. */
  readonly sessionQuietMs?: number;
}

export interface ServerOptions {
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 4747; 0 takes any free port. */
  readonly port?: number;
  /** Port for OTLP over gRPC; 0 takes any free one. Default: none, gRPC is off. */
  readonly grpcPort?: number | undefined;
  /** Take a free port when the wanted one is taken. Default true. */
  readonly portFallback?: boolean;
  /** Where everything is kept, or the local key alone when `store` is elsewhere. Default `.honeyhive`. */
  readonly dataDir?: string;
  /**
   * Where events are kept: a directory, or `clickhouse://user:password@host:8123/database`. Default: `dataDir`.
   * Any number of servers may share one ClickHouse.
   */
  readonly store?: string;
  /** Key of the default project. Default: one is made and kept in `dataDir`. */
  readonly apiKey?: string;
  /** Further keys and the names of the projects that they open. */
  readonly keys?: Readonly<Record<string, string>>;
  /** When events are removed. Default: never. Applies to events from now on. */
  readonly retention?: RetentionOptions;
  /** Lets the UI on this machine list projects and their keys. Default: only when listening on loopback, without proxies. */
  readonly localAccess?: boolean;
  /**
   * Prices of models in US dollars per million tokens, by `model` or `provider/model`, or a JSON file with them:
   * they come before the bundled ones. Variable: `HONEYHIVE_PRICES`, a file.
   */
  readonly prices?: string | Readonly<Record<string, ModelPrices>>;
  /** Memory that the embedded store may use. Default 1.5 GB. */
  readonly storeMemoryBytes?: number;
  /**
   * Whether the store has an index of the words in inputs and outputs, so that a text is found in all events without
   * reading them. Adding it indexes what is stored in the background. Default: the store stays as it is; a new one has none.
   */
  readonly textIndex?: TextIndex;
  /** The model that evaluators of type LLM, and prompts that are tried, are put to; without one they are refused. */
  readonly modelEndpoint?: Partial<ModelEndpoint>;
  /** Lines below this level are not written. Default `warn`; each request is a line at `info`. */
  readonly logLevel?: LogLevel;
  /** Default `auto`: text at a terminal, else JSON. */
  readonly logFormat?: LogFormat;
  /** Takes the place of the lines on stderr. */
  readonly logger?: ServerLogger;
  /** What `/metrics` asks for as a bearer token. Without one it is open on loopback without proxies, and closed elsewhere. */
  readonly metricsToken?: string;
  /** Where the server's own traces go, as OTLP/JSON over HTTP. Default: nowhere. */
  readonly tracesEndpoint?: string;
  /** Headers that are sent with them. */
  readonly tracesHeaders?: Readonly<Record<string, string>>;
  /** How long requests under way may take when the server stops. Default 3,000. */
  readonly shutdownGraceMs?: number;
  /** Certificate in PEM, a file: with `tlsKey` the server speaks HTTPS by itself. */
  readonly tlsCert?: string;
  /** Private key in PEM, a file. */
  readonly tlsKey?: string;
  /**
   * Addresses of proxies and their networks, separated by commas: what they write into `X-Forwarded-For` is believed.
   * Default: none.
   */
  readonly trustedProxies?: string;
  /** How metrics with `enabled_in_prod` are run on events as they come. */
  readonly online?: OnlineSettings;
  readonly limits?: IngestLimits;
}

export type ResolvedServerOptions = Required<
  Omit<
    ServerOptions,
    | "limits"
    | "online"
    | "apiKey"
    | "modelEndpoint"
    | "grpcPort"
    | "textIndex"
    | "tlsCert"
    | "tlsKey"
  >
> & {
  readonly apiKey: string | undefined;
  readonly grpcPort: number | undefined;
  readonly textIndex: TextIndex | undefined;
  readonly modelEndpoint: ModelEndpoint | undefined;
  readonly tls: TlsFiles | undefined;
  readonly online: Required<OnlineSettings>;
  readonly limits: Required<IngestLimits>;
  /** Listens on loopback. */
  readonly isLoopback: boolean;
  /** Nobody but programs on this machine is meant to reach it: it listens on loopback, and knows of no proxies. */
  readonly isLocal: boolean;
};
