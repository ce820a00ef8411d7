import type { EventUpdate } from "@honeyhive/contract";

import { toUnixMs } from "../lib/times.js";
import type { EventPatch } from "./event-patch.js";
import { toOutputs } from "./to-event.js";

/** The older route takes outputs of any type. */
export type AnyEventUpdate = Omit<EventUpdate, "outputs"> & { readonly outputs?: unknown };

/** What an update of an event changes. */
export function toUpdatePatch(update: AnyEventUpdate): EventPatch {
  const { outputs, duration, end_time, children_ids } = update;
  return {
    replace: {
      ...(outputs === undefined || outputs === null ? {} : { outputs: toOutputs(outputs) }),
      ...(duration === undefined ? {} : { duration }),
      ...(end_time === undefined ? {} : { end_time: toUnixMs(end_time) }),
      ...(children_ids?.length ? { children_ids } : {}),
    },
    merge: {
      metadata: update.metadata ?? {},
      metrics: update.metrics ?? {},
      feedback: update.feedback ?? {},
      config: update.config ?? {},
      user_properties: update.user_properties ?? {},
    },
  };
}
