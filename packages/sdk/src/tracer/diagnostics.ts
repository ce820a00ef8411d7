import type { ProfileName } from "../config/profile-name.js";
import type { ResolvedOptions } from "../config/resolved-options.js";
import {
  currentStrategy,
  detectProvider,
  type ProviderKind,
  type ProviderStrategy,
} from "../globals/global-provider.js";
import type { PipelineSnapshot } from "../pipeline/pipeline.js";
import { processState } from "../core/process-state.js";
import type { TracerCore } from "../core/tracer-core.js";

export interface Diagnostics extends PipelineSnapshot {
  readonly isEnabled: boolean;
  readonly disabledReason: string | undefined;
  readonly serverUrl: string;
  readonly sessionId: string;
  /** Who owns OpenTelemetry's global provider, and how its spans reach the tracers. */
  readonly provider: { readonly kind: ProviderKind; readonly strategy: ProviderStrategy };
  /** Values cut because they exceeded `maxValueLength`. */
  readonly truncatedValues: number;
  /** Lazy enrichments that came after their span had been sent. */
  readonly lateEnrichments: number;
  /** Spans of instrumentations that no filter kept. */
  readonly filteredSpans: number;
  /** Spans of sessions that are not among the share that is sent. */
  readonly sampledOutSpans: number;
  /** Payloads that were withheld because `redact` failed. */
  readonly redactionFailures: number;
  /** Where the program runs, as far as it was detected or said. */
  readonly profile: ProfileName;
  /** Whether everything is done but the sending. */
  readonly isTestMode: boolean;
  /** Calls of traced functions, process-wide, that found no tracer. */
  readonly passedThrough: number;
}

/** What `tracer.diagnostics()` says, at this moment. */
export function describeState(core: TracerCore, options: ResolvedOptions): Diagnostics {
  return {
    ...core.pipeline.snapshot(),
    isEnabled: core.isEnabled,
    disabledReason: core.disabledReason,
    serverUrl: options.serverUrl,
    sessionId: core.session.id,
    provider: { kind: detectProvider(), strategy: currentStrategy() },
    truncatedValues: core.truncatedValues,
    lateEnrichments: core.lateEnrichments,
    filteredSpans: core.filteredSpans,
    sampledOutSpans: core.sampledOutSpans,
    redactionFailures: core.redactor.failures,
    profile: options.profile,
    isTestMode: options.testMode,
    passedThrough: processState.passedThrough,
  };
}
