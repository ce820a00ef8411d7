import { fromJson } from "../convert.js";
import type { EventDraft } from "../event-draft.js";
import { applyRules, rule } from "../rules.js";

const rules = [
  rule("config", "system_instructions", "system_prompt", fromJson),
  rule("config", "tools", "gen_ai.agent.tools", fromJson),
  rule("metadata", "cycle_id", ["agent_loop.cycle_id", "event_loop.cycle_id"]),
  rule("metadata", "parent_cycle_id", ["agent_loop.parent_cycle_id", "event_loop.parent_cycle_id"]),
];

/** What Strands agents write beside OpenTelemetry's conventions, which tell the rest. */
export function applyStrands(draft: EventDraft): void {
  const { bag, span } = draft;
  if (!span.scope.name.startsWith("strands")) return;
  applyRules(draft, rules);
  // The span's own name and times, once more.
  if (bag.peek("name") === span.name) bag.take("name");
  bag.take("gen_ai.event.start_time");
  bag.take("gen_ai.event.end_time");
}
