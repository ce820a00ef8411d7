import type { JsonObject } from "./event.js";

/** What the root spans of a session say, for a list: texts are cut to 500 characters, lists to their last four entries. */
export interface RootSpans {
  readonly session_id: string;
  /** Of the first one, as are the inputs. */
  readonly event_name: string;
  readonly inputs: JsonObject;
  /** Of the one that ended last. */
  readonly outputs: JsonObject;
}
