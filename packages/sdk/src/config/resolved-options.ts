import type { JsonObject } from "@honeyhive/contract";
import type { Attributes } from "@opentelemetry/api";

import type { Instrumentor } from "../core/instrumentor.js";
import type { CaptureLimits } from "../core/tracer-core.js";
import type { SpanNameFilters } from "../foreign/span-filter.js";
import type { HoneyHiveError } from "../lib/errors.js";
import type { InstrumentModules } from "../model-clients/instrument-modules.js";
import type { FetchFunction } from "../pipeline/fetch-transport.js";
import type { SpanEndpoint } from "../pipeline/span-endpoint.js";
import type { SpoolSettings } from "../pipeline/spool/open-spool.js";
import type { Redact } from "../redact/redact.js";
import type { ProgramEnvironment } from "./describe-program.js";
import type { ProfileName } from "./profile-name.js";
import type { ResilienceLevel } from "./resilience-level.js";
import type { Settings } from "./settings.js";

/** The options with nothing left open. `disabledReason` is set when the tracer cannot send. */
export interface ResolvedOptions {
  readonly apiKey: string;
  readonly serverUrl: string;
  readonly project: string | undefined;
  readonly source: string;
  readonly sessionName: string;
  readonly sessionId: string | undefined;
  readonly inputs: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
  readonly userProperties: JsonObject | undefined;
  readonly skipBackendSessionCreation: boolean;
  readonly sessionAutoCreate: boolean;
  readonly runId: string | undefined;
  readonly datasetId: string | undefined;
  readonly datapointId: string | undefined;
  readonly instrumentors: readonly Instrumentor[];
  readonly instrumentModules: InstrumentModules;
  readonly spanNameFilters: SpanNameFilters;
  readonly keepNoise: boolean;
  readonly disableHttpTracing: boolean;
  /** What the profile and the resilience level came to. */
  readonly settings: Settings;
  readonly spool: SpoolSettings | undefined;
  readonly spanEndpoint: SpanEndpoint;
  /** `experiment_id` and the others that were given, for the metadata of sessions. */
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly limits: CaptureLimits;
  readonly fetch: FetchFunction | undefined;
  readonly redact: Redact | undefined;
  readonly sampleRate: number;
  readonly resilienceLevel: ResilienceLevel;
  readonly profile: ProfileName;
  /** What options and environment say of the resource; the machine is asked later. */
  readonly resource: Readonly<Attributes>;
  readonly detectGit: boolean;
  readonly testMode: boolean;
  readonly exitHooks: boolean;
  readonly waitUntil: ((delivery: Promise<unknown>) => void) | undefined;
  readonly onError: ((error: HoneyHiveError) => void) | undefined;
  readonly verbose: boolean;
  /** Set when the tracer cannot send. */
  readonly disabledReason: string | undefined;
  /** Whether the program wants it so. */
  readonly isDisabledOnPurpose: boolean;
  /** For evaluations. */
  readonly program: ProgramEnvironment;
  /** What was wrong with the options; each was replaced by its default. */
  readonly warnings: readonly string[];
}
