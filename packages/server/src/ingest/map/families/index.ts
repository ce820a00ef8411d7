import type { EventDraft } from "../event-draft.js";
import { applyAiSdk } from "./ai-sdk.js";
import { applyCommon } from "./common.js";
import { applyGenAi } from "./gen-ai.js";
import { applyHoneyHive } from "./honeyhive.js";
import { applyOpenInference, applyRestOfLlm } from "./openinference.js";
import { applyTraceloop } from "./traceloop.js";

/** Every emitter family, in order: what an earlier one has set, a later one does not change. */
export const families: readonly ((draft: EventDraft) => void)[] = [
  applyHoneyHive,
  applyOpenInference,
  applyAiSdk,
  applyTraceloop,
  applyGenAi,
  applyRestOfLlm,
  applyCommon,
];
