import type { EventDraft } from "../event-draft.js";
import { applyHoneyHive } from "./honeyhive.js";

/** Every emitter family, in order: what an earlier one has set, a later one does not change. */
export const families: readonly ((draft: EventDraft) => void)[] = [applyHoneyHive];
