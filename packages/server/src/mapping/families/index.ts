import type { EventDraft } from "../event-draft.js";
import { applyAiSdk } from "./ai-sdk.js";
import { applyCommon } from "./common.js";
import { applyGenAi } from "./gen-ai.js";
import { applyGoogleAdk } from "./google-adk.js";
import { applyHoneyHive } from "./honeyhive.js";
import { applyHttp } from "./http.js";
import { applyMastra } from "./mastra.js";
import { applyMcp } from "./mcp.js";
import { applyOpenInference, applyRestOfLlm } from "./openinference.js";
import { applyStrands } from "./strands.js";
import { applyTraceloop } from "./traceloop.js";
import { applyVectorStore } from "./vector-store.js";

/** Every emitter family, in order: what an earlier one has set, a later one does not change. */
export const families: readonly ((draft: EventDraft) => void)[] = [
  applyHoneyHive,
  applyOpenInference,
  applyAiSdk,
  applyMcp,
  applyTraceloop,
  applyVectorStore,
  applyGoogleAdk,
  applyMastra,
  applyStrands,
  applyHttp,
  applyGenAi,
  applyRestOfLlm,
  applyCommon,
];
