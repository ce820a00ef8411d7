import type { AsyncLocalStorage } from "node:async_hooks";

import type { JsonObject } from "@honeyhive/contract";
import type { Attributes, TracerProvider } from "@opentelemetry/api";

import type { Instrumentor } from "./instrumentor.js";
import { sharedByCopies } from "./shared-by-copies.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import type { Runtime } from "./runtime.js";
import type { Scope, TracedSpan } from "./scope.js";
import type { LiveTracer, TracerReference } from "./tracer-core.js";

/**
 * The only module state of the SDK: what must be found without being handed over. Everything else belongs to an
 * instance.
 */
export interface ProcessState {
  /** What is under these keys in OpenTelemetry's contexts is ours. */
  readonly contextKeys: { readonly scope: symbol; readonly recorded: symbol };
  /** Made by the first tracer: until then no `await` in the process pays for a storage. */
  runtime: Runtime | undefined;
  /** Whether OpenTelemetry's context manager is ours, so that its contexts and ours are one. */
  ownsContextManager: boolean;
  /** The router, where it stands in for OpenTelemetry's global tracer provider. */
  globalDelegate: TracerProvider | undefined;
  /** Span processors that applications have put into providers of their own and not shut down. */
  processors: number;
  /** Scopes of requests by the contexts of the host's spans, where a processor gives each request a session of its own. */
  hostScopes: WeakMap<object, Scope> | undefined;
  /** Our spans by the contexts that others were given of them, to know them again behind wrappers. */
  readonly spans: WeakMap<object, TracedSpan>;
  /** Live tracers that hold the OpenTelemetry globals in place. */
  installations: number;
  /** Takes this copy of the package from the list of those that have tracers. */
  withdrawCopy: (() => void) | undefined;
  /** Held strongly: code that relies on the default must not depend on garbage collection. */
  defaultTracer: LiveTracer | undefined;
  readonly registry: Map<symbol, TracerReference>;
  readonly pipelines: Map<string, PipelineEntry>;
  /** Tells the `fetch` functions of programs apart. */
  readonly fetchIds: WeakMap<object, number>;
  fetchCount: number;
  /** Resources by what they were made of, so that tracers of one kind share one. */
  readonly resources: Map<string, Attributes>;
  /** What the machine says of itself, once asked; pending until it has answered. */
  detection: Detection | undefined;
  /** Instrumentations bound to the router, with the number of tracers that asked for each. */
  readonly instrumentors: Map<object, number>;
  /** Modules and classes given as `instrumentModules`. */
  readonly instrumentedModules: WeakSet<object>;
  /** The scope inside the found one in which a library runs the code, where one says so in a storage of its own. */
  findInnerScope: FindScope | undefined;
  /** The same for OpenAI's agents, while there are runs of them: one for each processor, asked before the other. */
  readonly agentScopes: FindScope[];
  /** Runs of OpenAI's agents that are recorded, by their traces: once by a tracer, however many processors there are. */
  readonly agentRuns: Map<string, readonly AgentRun[]>;
  /**
   * Spans of libraries that stand for a call of a model: what its client records of itself would be the same again. Each
   * is told what was asked.
   */
  readonly modelSpans: WeakMap<TracedSpan, (request: ModelRequest) => void>;
  /** Whether the program's LangChain keeps to scopes; undefined until it has been looked for. */
  bindsLangChain: boolean | undefined;
  /** Spans that instrumented clients make of what is recorded anyway: names by instrumentation scope. */
  readonly clientSpans: Map<string, ReadonlySet<string>>;
  /** Calls of traced functions that found no tracer and ran untraced. */
  passedThrough: number;
  /** Whether it has been said that another copy of this package has tracers. */
  hasSaidOtherCopy: boolean;
  /** OpenTelemetry's instrumentations of HTTP, while a tracer asks for them. */
  http: { users: number; readonly instrumentations: Promise<readonly Instrumentor[]> } | undefined;
  /** Takes the exit hooks away again. */
  removeExitHooks: (() => void) | undefined;
  /** The cache of the running case of an evaluation. Made by the first one that has a cache. */
  caseCaches: AsyncLocalStorage<FetchCache | undefined> | undefined;
  /** The global `fetch`, while evaluations with a cache run. */
  cachedGlobalFetch:
    | { readonly original: typeof fetch; readonly replacement: typeof fetch; users: number }
    | undefined;
  /** Reports that evaluations of this program have written: a later one is not written over them. */
  readonly reportPaths: Set<string>;
  /** Annotations that GitHub was told of, by kind: it shows ten of each for a step. */
  readonly shownAnnotations: { error: number; warning: number };
  /** Live tracers that want what waits to be sent when the program ends. */
  exitHookUsers: number;
  /** What those hooks listen to signals with. */
  readonly exitSignalListeners: WeakSet<object>;
  /** What evaluations that run at the same time listen for, by the event of the process. */
  readonly sharedListeners: Map<string, SharedListener>;
  /** Evaluations that a signal has told to stop: those that have not come to their end, and those that wait for them. */
  readonly interruptedRuns: { running: number; waiting: number };
}

export type FindScope = (found: Scope | undefined) => Scope | undefined;

export interface ModelRequest {
  readonly inputs: JsonObject;
  readonly config: JsonObject;
}

export interface AgentRun {
  readonly owner: object;
  readonly span: TracedSpan;
}

/** The one listener that the process has for several. */
export interface SharedListener {
  readonly listener: (argument: unknown) => void;
  readonly members: Set<(argument: unknown) => unknown>;
}

/** Answers requests, or sends them. */
export interface FetchCache {
  fetch(send: typeof fetch, ...request: Parameters<typeof fetch>): Promise<Response>;
}

export interface PipelineEntry {
  readonly pipeline: Pipeline;
  users: number;
  /** The longest that one of its tracers waits at exit. */
  flushTimeoutMs: number;
}

export interface Detection {
  readonly attributes: Attributes;
  /** Undefined once `attributes` is complete. */
  pending: Promise<void> | undefined;
}

export const processState: ProcessState = sharedByCopies(() => ({
  contextKeys: { scope: Symbol("honeyhive.scope"), recorded: Symbol("honeyhive.recorded") },
  runtime: undefined,
  ownsContextManager: false,
  globalDelegate: undefined,
  processors: 0,
  hostScopes: undefined,
  spans: new WeakMap(),
  installations: 0,
  withdrawCopy: undefined,
  defaultTracer: undefined,
  registry: new Map(),
  pipelines: new Map(),
  fetchIds: new WeakMap(),
  fetchCount: 0,
  resources: new Map(),
  detection: undefined,
  instrumentors: new Map(),
  instrumentedModules: new WeakSet(),
  findInnerScope: undefined,
  agentScopes: [],
  agentRuns: new Map(),
  modelSpans: new WeakMap(),
  bindsLangChain: undefined,
  clientSpans: new Map(),
  passedThrough: 0,
  hasSaidOtherCopy: false,
  http: undefined,
  removeExitHooks: undefined,
  exitHookUsers: 0,
  caseCaches: undefined,
  cachedGlobalFetch: undefined,
  reportPaths: new Set(),
  shownAnnotations: { error: 0, warning: 0 },
  exitSignalListeners: new WeakSet(),
  sharedListeners: new Map(),
  interruptedRuns: { running: 0, waiting: 0 },
}));
