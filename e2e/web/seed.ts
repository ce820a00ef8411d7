import {
  bucketAttribute,
  createClient,
  evaluationKey,
  eventAttribute,
  identityAttribute,
  usageOfCase,
  type Bucket,
  type CaseOutcome,
  type EventType,
  type JsonObject,
} from "@honeyhive/contract";

import { sendSpans, type SeedSpan } from "./otlp.js";

export interface SeedServer {
  readonly url: string;
  readonly apiKey: string;
}

export interface SeedCase {
  readonly datapointId: string;
  readonly question: string;
  readonly answer: string;
  readonly groundTruth: string;
  readonly scores: Readonly<Record<string, number | boolean>>;
  readonly unscored?: Readonly<Record<string, object>>;
  readonly outcome: CaseOutcome;
  readonly error?: string;
  /** From 0. */
  readonly trial?: number;
}

export interface SeedRun {
  readonly runId: string;
  readonly name: string;
  readonly cases: readonly SeedCase[];
  /** What the caller says of the run. */
  readonly metadata?: JsonObject;
  /** How many there will be; `cases` are those that have ended. */
  readonly plannedCases?: number;
  readonly trials?: number;
  readonly status?: "running" | "completed";
  readonly startMs?: number;
}

const datasetId = "EXT-capitals";

/** Writes a run as the SDK does: the run, a session and its spans for each case, then the results. */
export async function seedRun(server: SeedServer, run: SeedRun): Promise<readonly string[]> {
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const created = await call("createRun", {
    body: {
      run_id: run.runId,
      name: run.name,
      status: "running",
      dataset_id: datasetId,
      metadata: run.metadata,
      configuration: run.trials === undefined ? {} : { trials: run.trials },
      datapoint_ids: Array.from({ length: run.plannedCases ?? 0 }, (_, index) => `case-${index}`),
    },
  });
  const startMs = run.startMs ?? Date.now();
  const placed = run.cases.map((seedCase, index) => ({
    seedCase,
    sessionId: sessionIdOf(run.runId, index),
    startMs: startMs + index * 40,
  }));
  await sendSpans(
    server,
    placed.flatMap((place) => caseSpans({ ...place, runId: created.run_id })),
  );
  await Promise.all(
    placed.map(({ seedCase, sessionId, startMs: caseStart }) =>
      call("createSession", {
        body: {
          session_id: sessionId,
          session_name: run.name,
          source: "evaluation",
          start_time: caseStart,
          end_time: caseStart + 1_500,
          inputs: { question: seedCase.question },
          outputs: { answer: seedCase.answer },
          metadata: caseMetadata(created.run_id, seedCase),
          feedback: { ground_truth: seedCase.groundTruth },
        },
      }),
    ),
  );
  const sessionIds = placed.map(({ sessionId }) => sessionId);
  if (run.status !== "running") {
    await call("updateRun", {
      params: { run_id: created.run_id },
      body: { status: "completed", session_ids: sessionIds, results: resultsOf(run.cases) },
    });
  }
  return sessionIds;
}

export function sessionIdOf(runId: string, index: number): string {
  return `${runId.slice(0, 24)}${index.toString(16).padStart(12, "0")}`;
}

function caseMetadata(runId: string, seedCase: SeedCase): Record<string, unknown> {
  return {
    [evaluationKey.runId]: runId,
    [evaluationKey.datasetId]: datasetId,
    [evaluationKey.datapointId]: seedCase.datapointId,
    [evaluationKey.outcome]: seedCase.outcome,
  };
}

function resultsOf(cases: readonly SeedCase[]): Record<string, unknown> {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of cases) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const names = [...new Set(cases.flatMap(({ scores }) => Object.keys(scores)))];
  const metrics = names.map((name) => {
    const values = cases.flatMap(({ scores }) => (name in scores ? [Number(scores[name])] : []));
    return { name, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
  return { outcomes, metrics };
}

interface PlacedCase {
  readonly seedCase: SeedCase;
  readonly sessionId: string;
  readonly runId: string;
  readonly startMs: number;
}

/** The case, a search by a tool, and a model that answers. */
function caseSpans({ seedCase, sessionId, runId, startMs }: PlacedCase): readonly SeedSpan[] {
  const traceId = sessionId.replaceAll("-", "");
  const spanId = (place: number): string => `${traceId.slice(-12)}${place}`.padStart(16, "a");
  const metadata = caseMetadata(runId, seedCase);
  const failure = seedCase.error === undefined ? {} : { error: seedCase.error };
  return [
    {
      traceId,
      spanId: spanId(1),
      name: "answerQuestion",
      startMs,
      endMs: startMs + 1_400,
      ...failure,
      attributes: {
        ...span("chain", sessionId),
        ...bucket("inputs", { question: seedCase.question }),
        ...bucket("outputs", { answer: seedCase.answer }),
        ...bucket("metrics", seedCase.scores),
        ...bucket("metadata", {
          ...metadata,
          [evaluationKey.usage]: usageOfCase({
            outcome: seedCase.outcome,
            durationMs: 1_380,
            usage: { totalTokens: 336 },
          }),
          ...(seedCase.trial === undefined || seedCase.trial === 0
            ? {}
            : { trial: seedCase.trial }),
          ...(seedCase.unscored === undefined
            ? {}
            : { [evaluationKey.scoreStates]: seedCase.unscored }),
        }),
      },
    },
    {
      traceId,
      spanId: spanId(2),
      parentSpanId: spanId(1),
      name: "searchAtlas",
      startMs: startMs + 20,
      endMs: startMs + 320,
      attributes: {
        ...span("tool", sessionId),
        ...bucket("inputs", { query: seedCase.question }),
        ...bucket("outputs", { hits: [{ title: seedCase.groundTruth, score: 0.87 }] }),
      },
    },
    {
      traceId,
      spanId: spanId(3),
      parentSpanId: spanId(1),
      name: "openai.chat",
      startMs: startMs + 340,
      endMs: startMs + 1_380,
      ...failure,
      ...(seedCase.error === undefined ? {} : { stackTrace: stackTraceOf(seedCase.error) }),
      attributes: {
        ...span("model", sessionId),
        ...bucket("config", { model: "gpt-5-mini", provider: "openai", temperature: 0 }),
        ...bucket("inputs", { chat_history: history(seedCase) }),
        ...bucket("outputs", {
          role: "assistant",
          content: seedCase.answer,
          finish_reason: "stop",
        }),
        ...bucket("metadata", {
          [evaluationKey.runId]: runId,
          prompt_tokens: 312,
          completion_tokens: 24,
          cost: 0.00041,
        }),
      },
    },
  ];
}

function stackTraceOf(error: string): string {
  return `${error}\n    at askModel (/app/src/ask-model.ts:12:9)\n    at answerQuestion (/app/src/answer.ts:4:18)`;
}

function history(seedCase: SeedCase): readonly unknown[] {
  const call = { name: "searchAtlas", arguments: JSON.stringify({ query: seedCase.question }) };
  return [
    { role: "system", content: "You answer questions about geography.\nBe brief." },
    { role: "user", content: [{ type: "text", text: seedCase.question }] },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_1", type: "function", function: call }],
    },
    {
      role: "tool",
      tool_call_id: "call_1",
      content: JSON.stringify({ hits: [{ title: seedCase.groundTruth, score: 0.87 }] }),
    },
  ];
}

export function span(type: EventType, sessionId: string): Record<string, unknown> {
  return { [eventAttribute.type]: type, [identityAttribute.sessionId]: sessionId };
}

export function bucket(
  name: Bucket,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [bucketAttribute(name, key), value]),
  );
}
