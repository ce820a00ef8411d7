import { randomUUID } from "node:crypto";
import {
  isUuid,
  routes,
  type CreateRunResponse,
  type Event,
  type EventInput,
  type ExperimentRun,
  type OperationName,
  type RunInput,
  type RunResponse,
  type RunResult,
  type SessionInput,
  type StartedSession,
} from "@honeyhive/contract";
import { Hono, type Context } from "hono";

type Answer = (context: Context) => Promise<object> | object;

/** Just enough of HoneyHive's REST API for clients to be content: it remembers runs and nothing else. */
export function createRestRoutes(): Hono {
  const app = new Hono();
  const runs = new Map<string, ExperimentRun>();
  for (const [name, answer] of Object.entries(createAnswers(runs))) {
    // The keys of `createAnswers` are names of operations.
    const { method, path, aliases } = routes[name as OperationName];
    for (const spelling of [path, ...aliases]) {
      app.on(method, spelling.replace(/\{(\w+)\}/g, ":$1"), async (context) =>
        context.json(await answer(context)),
      );
    }
  }
  return app;
}

function createAnswers(runs: Map<string, ExperimentRun>): Partial<Record<OperationName, Answer>> {
  const save = (run: ExperimentRun): ExperimentRun => {
    runs.set(run.run_id, run);
    return run;
  };
  return {
    getHealth: () => ({ status: "ok", version: "0", store: { engine: "none", ready: true } }),
    startSessionLegacy: async (context) => {
      const { session } = await context.req.json<{ session: SessionInput }>();
      return startSession(session);
    },
    createSession: async (context) => startSession(await context.req.json<SessionInput>()),
    createEventLegacy: async (context) => {
      const { event } = await context.req.json<{ event: EventInput }>();
      return { success: true, event_id: event.event_id ?? randomUUID() };
    },
    createEvent: async (context) => {
      const event = await context.req.json<EventInput>();
      return { success: true, event_id: event.event_id ?? randomUUID() };
    },
    updateEventLegacy: () => ({ success: true }),
    updateEvent: () => ({ success: true }),
    createRun: async (context): Promise<CreateRunResponse> => {
      const input = await context.req.json<RunInput>();
      const run = save(toRun(input.run_id ?? randomUUID(), input, undefined));
      return { evaluation: run, run_id: run.run_id };
    },
    updateRun: async (context): Promise<RunResponse> => {
      const id = context.req.param("run_id") ?? "";
      return { evaluation: save(toRun(id, await context.req.json<RunInput>(), runs.get(id))) };
    },
    getRun: (context): RunResponse => {
      const id = context.req.param("run_id") ?? "";
      return { evaluation: runs.get(id) ?? toRun(id, {}, undefined) };
    },
    getRunResult: (context): RunResult => {
      const id = context.req.param("run_id") ?? "";
      const run = runs.get(id) ?? toRun(id, {}, undefined);
      return {
        status: run.status,
        success: run.status === "completed",
        passed: [],
        failed: [],
        metrics: { aggregation_function: "average", details: [] },
        datapoints: [],
        event_details: [],
        run_object: run,
      };
    },
  };
}

function startSession(input: SessionInput): StartedSession {
  const id = isUuid(input.session_id) ? input.session_id : randomUUID();
  const startMs = input.start_time ?? Date.now();
  const event: Event = {
    event_id: id,
    session_id: id,
    parent_id: null,
    children_ids: [],
    event_type: "session",
    event_name: input.session_name ?? input.event_name ?? "session",
    source: input.source ?? "",
    project_id: "collector",
    inputs: input.inputs ?? {},
    outputs: input.outputs ?? {},
    config: input.config ?? {},
    metadata: input.metadata ?? {},
    metrics: input.metrics ?? {},
    feedback: input.feedback ?? {},
    user_properties: input.user_properties ?? {},
    error: null,
    start_time: startMs,
    end_time: input.end_time ?? startMs,
    duration: input.duration ?? 0,
  };
  return { ...event, org_id: "collector", workspace_id: "collector" };
}

function toRun(id: string, input: RunInput, previous: ExperimentRun | undefined): ExperimentRun {
  const now = new Date().toISOString();
  const blank: ExperimentRun = {
    id,
    run_id: id,
    name: "",
    description: "",
    status: "pending",
    metadata: {},
    results: {},
    dataset_id: null,
    event_ids: [],
    session_ids: [],
    datapoint_ids: [],
    configuration: {},
    evaluators: [],
    passing_ranges: {},
    is_active: true,
    created_at: now,
    updated_at: now,
    scope_type: "project",
    scope_id: "collector",
    project: "collector",
    tenant: "collector",
  };
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  return { ...blank, ...previous, ...given, id, run_id: id, updated_at: now };
}
