import type { JsonObject } from "@honeyhive/contract";

import type { AnyObject } from "../lib/any-object.js";
import { enrichSessionEvent } from "../enrich/enrich.js";
import { openSpan, type OpenSpan, type OpenSpanOptions } from "../operations/open-span.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import { activeContext, currentScope, runInScope } from "../scope/active-scope.js";
import { processState } from "../core/process-state.js";
import { frameOf, nestScope, type Scope } from "../core/scope.js";
import type { Session } from "../session/session.js";
import type { TracerCore } from "../core/tracer-core.js";
import { getDefaultTracer } from "../tracer/default-tracer.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";
import { modelConfig, modelOutcome, nameOf, toMessage } from "./langchain/describe-model.js";
import { readRunningCode } from "./langchain/running-code.js";
import { toPlainValue } from "./langchain/plain-value.js";
import { asList, asRecord, asText, compact } from "../model-clients/read.js";
import { endWhenLeft } from "../wrap/end-when-left.js";

export interface LangChainTracerOptions {
  /**
   * Records into this tracer, below the span that is active where a run starts. Default: the tracer in whose session the
   * run starts, or the default one; a tracer of its own where there is none, or where any other option is given.
   */
  readonly tracer?: HoneyHiveTracer | undefined;
  readonly project?: string | undefined;
  readonly sessionName?: string | undefined;
  /** Default `langchain`. */
  readonly source?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The server's URL. */
  readonly baseUrl?: string | undefined;
  readonly metadata?: AnyObject | undefined;
  readonly userProperties?: AnyObject | undefined;
  readonly metrics?: AnyObject | undefined;
  readonly config?: AnyObject | undefined;
  readonly verbose?: boolean | undefined;
}

interface StartedRun {
  readonly runId: string;
  readonly parentRunId: string | undefined;
  /** The object that LangChain's manager of the run holds. */
  readonly metadata: unknown;
}

interface Run {
  readonly span: OpenSpan;
  readonly scope: Scope | undefined;
  /** What was active where the outermost run around it started. */
  readonly base: Scope | undefined;
  /** What its model has said so far, if it tells. */
  text: string;
}

/**
 * Records LangChain's runs: models, chains, tools, retrievers and agents, each below the run that started it, however
 * many run at once.
 *
 * ```ts
 * await chain.invoke(input, { callbacks: [new HoneyHiveLangChainTracer()] });
 * ```
 */
export class HoneyHiveLangChainTracer {
  /** LangChain takes handlers by this. */
  readonly name = "honeyhive_langchain_tracer";
  /** Called before LangChain goes on, so that a run's place is known when it starts. */
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  readonly tracer: HoneyHiveTracer;
  private readonly runs = new Map<string, Run>();
  private readonly options: LangChainTracerOptions;
  /** Whether runs are recorded wherever they start, and not by one tracer. */
  private readonly isAtHomeAnywhere: boolean;
  private session: Session | undefined;

  constructor(options: LangChainTracerOptions = {}) {
    const { metrics, config, tracer } = options;
    this.options = options;
    this.isAtHomeAnywhere = Object.values(options).every((option) => option === undefined);
    const found = this.isAtHomeAnywhere ? getDefaultTracer() : tracer;
    this.tracer = found ?? createTracer(options);
    processState.findInnerScope ??= findScopeOfRun;
    if (metrics !== undefined || config !== undefined) void this.enrich({ metrics, config });
  }

  get sessionId(): string {
    return this.currentSession.id;
  }

  /** Runs that start from now on belong to a session of their own. */
  async startNewSession(): Promise<void> {
    const { sessionName, metadata, userProperties } = this.options;
    const name = sessionName ?? this.tracer.sessionName;
    this.session = this.tracer.core.session.sibling({ name, metadata, userProperties });
    await this.session.started();
  }

  setFeedback(feedback: AnyObject): Promise<void> {
    return this.enrich({ feedback });
  }

  setMetric(metrics: AnyObject): Promise<void> {
    return this.enrich({ metrics });
  }

  setMetadata(metadata: AnyObject): Promise<void> {
    return this.enrich({ metadata });
  }

  setUserProperties(userProperties: AnyObject): Promise<void> {
    return this.enrich({ userProperties });
  }

  flush(): Promise<FlushResult> {
    return this.tracer.flush();
  }

  handleLLMStart(
    llm: unknown,
    prompts: readonly string[],
    runId: string,
    parentRunId?: string,
    extraParams?: unknown,
    _tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void {
    const [prompt, ...more] = prompts;
    this.start({ runId, parentRunId, metadata }, nameOf(llm, runName, "llm"), {
      eventType: "model",
      config: modelConfig(extraParams, metadata),
      inputs: more.length > 0 ? { prompts } : { chat_history: [{ role: "user", content: prompt }] },
    });
  }

  handleChatModelStart(
    llm: unknown,
    messages: unknown,
    runId: string,
    parentRunId?: string,
    extraParams?: unknown,
    _tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void {
    this.start({ runId, parentRunId, metadata }, nameOf(llm, runName, "chat model"), {
      eventType: "model",
      config: modelConfig(extraParams, metadata),
      inputs: { chat_history: asList(asList(messages)[0]).map(toMessage) },
    });
  }

  /** Of a stream that is left nothing else tells what it gave. */
  handleLLMNewToken(token: unknown, _index: unknown, runId: string): void {
    const run = this.runs.get(runId);
    if (run === undefined || typeof token !== "string") return;
    if (run.text.length < this.tracer.core.limits.maxValueLength) run.text += token;
  }

  handleLLMEnd(output: unknown, runId: string): void {
    this.finish(runId, (run) => run.enrich(modelOutcome(output)));
  }

  handleLLMError(error: unknown, runId: string): void {
    this.finish(runId, (run) => run.fail(error));
  }

  handleChainStart(
    chain: unknown,
    inputs: unknown,
    runId: string,
    parentRunId?: string,
    _tags?: unknown,
    metadata?: unknown,
    _runType?: unknown,
    runName?: unknown,
  ): void {
    this.start({ runId, parentRunId, metadata }, nameOf(chain, runName, "chain"), {
      eventType: "chain",
      inputs: toInputs(toPlainValue(inputs)),
      metadata: compact(asRecord(metadata)),
    });
  }

  handleChainEnd(outputs: unknown, runId: string): void {
    this.finish(runId, (run) => run.enrich({ outputs: toPlainValue(outputs) }));
  }

  handleChainError(error: unknown, runId: string): void {
    this.finish(runId, (run) => run.fail(error));
  }

  handleToolStart(
    tool: unknown,
    input: unknown,
    runId: string,
    parentRunId?: string,
    _tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void {
    this.start({ runId, parentRunId, metadata }, nameOf(tool, runName, "tool"), {
      eventType: "tool",
      inputs: toInputs(input),
    });
  }

  handleToolEnd(output: unknown, runId: string): void {
    this.finish(runId, (run) => run.enrich({ outputs: toPlainValue(output) }));
  }

  handleToolError(error: unknown, runId: string): void {
    this.finish(runId, (run) => run.fail(error));
  }

  handleRetrieverStart(
    retriever: unknown,
    query: string,
    runId: string,
    parentRunId?: string,
    _tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void {
    this.start({ runId, parentRunId, metadata }, nameOf(retriever, runName, "retriever"), {
      eventType: "tool",
      inputs: { query },
    });
  }

  handleRetrieverEnd(documents: unknown, runId: string): void {
    this.finish(runId, (run) => run.enrich({ outputs: { documents } }));
  }

  handleRetrieverError(error: unknown, runId: string): void {
    this.finish(runId, (run) => run.fail(error));
  }

  handleAgentAction(action: unknown, runId: string): void {
    const { tool, toolInput, log } = asRecord(action);
    this.runs.get(runId)?.span.enrich({ metadata: compact({ tool, tool_input: toolInput, log }) });
  }

  handleAgentEnd(finish: unknown, runId: string): void {
    this.runs.get(runId)?.span.enrich({ outputs: asRecord(finish)["returnValues"] });
  }

  private get currentSession(): Session {
    if (this.session !== undefined) return this.session;
    const scope = this.isAtHomeAnywhere ? currentScope() : undefined;
    return scope?.session ?? this.tracer.core.session;
  }

  /** A session of the handler's own is of its tracer. */
  private get core(): TracerCore {
    const scope = this.isAtHomeAnywhere && this.session === undefined ? currentScope() : undefined;
    return scope?.core ?? this.tracer.core;
  }

  private start(
    { runId, parentRunId, metadata }: StartedRun,
    name: string,
    options: OpenSpanOptions,
  ): void {
    const { core } = this;
    if (!core.isEnabled) return;
    const open = (): OpenSpan => openSpan(core, asText(name), options);
    const parent = parentRunId === undefined ? undefined : this.runs.get(parentRunId);
    const base = parent === undefined ? currentScope() : parent.base;
    const span = parent === undefined ? this.inSession(open) : parent.span.run(open);
    this.runs.set(runId, { span, scope: span.run(currentScope), base, text: "" });
    // Of a stream that is left before its end LangChain says nothing: what it keeps until a run ends is let go.
    if (typeof metadata !== "object" || metadata === null) return;
    endWhenLeft(metadata, core, () => this.leave(runId));
  }

  /** The scope of a run, for what runs in it and in no span of its own inside. */
  scopeOfRun(runId: string, found: Scope | undefined): Scope | undefined {
    const run = this.runs.get(runId);
    return run?.base?.span === found?.span && run?.base?.core === found?.core
      ? run?.scope
      : undefined;
  }

  private leave(runId: string): void {
    const text = this.runs.get(runId)?.text ?? "";
    const outputs = text === "" ? undefined : { role: "assistant", content: text };
    this.finish(runId, (run) => run.enrich({ outputs, metadata: { aborted: true } }));
  }

  /** Below what is active here, unless a session of the handler's own has been started. */
  private inSession<Result>(fn: () => Result): Result {
    const { session } = this;
    const { core } = this.tracer;
    const outer = currentScope();
    if (session === undefined || frameOf(core, outer)?.session === session) return fn();
    return runInScope(nestScope({ core, session, span: undefined }, outer), activeContext(), fn);
  }

  private finish(runId: string, conclude: (run: OpenSpan) => unknown): void {
    const run = this.runs.get(runId);
    if (run === undefined) return;
    this.runs.delete(runId);
    conclude(run.span);
    run.span.end();
  }

  private async enrich(fields: Parameters<typeof enrichSessionEvent>[1]): Promise<void> {
    if (this.tracer.isEnabled) await enrichSessionEvent(this.currentSession, fields);
  }
}

/** LangChain has no way to run a function inside a span: it says in whose run a function runs. */
function findScopeOfRun(found: Scope | undefined): Scope | undefined {
  const running = readRunningCode();
  for (const handler of running?.handlers ?? []) {
    if (!(handler instanceof HoneyHiveLangChainTracer)) continue;
    const scope = handler.scopeOfRun(running?.runId ?? "", found);
    if (scope !== undefined) return scope;
  }
  return undefined;
}

function createTracer({
  source = "langchain",
  baseUrl,
  ...options
}: LangChainTracerOptions): HoneyHiveTracer {
  const { apiKey, project, sessionName, metadata, userProperties, verbose } = options;
  return new HoneyHiveTracer({
    apiKey,
    project,
    sessionName,
    metadata,
    userProperties,
    verbose,
    source,
    serverUrl: baseUrl,
  });
}

/** An object's entries; anything else by one name. Text that is JSON of an object is one. */
function toInputs(given: unknown): JsonObject {
  const value = typeof given === "string" && given.startsWith("{") ? parseOr(given) : given;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : { input: value };
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Text after all.
    return text;
  }
}
