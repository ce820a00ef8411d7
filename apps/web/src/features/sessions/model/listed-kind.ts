import type { EventFilter } from "@honeyhive/contract";

/** What the page lists, by the name that stands in the link; where that names none, sessions. */
export const listedKinds = {
  session: ofType("Sessions", "session", "is"),
  span: { ...ofType("All spans", "session", "is not"), noun: "span" },
  model: ofType("Model calls", "model", "is", "model call"),
  tool: ofType("Tool calls", "tool", "is", "tool call"),
  chain: ofType("Chains", "chain", "is"),
} as const satisfies Record<string, Listed>;

export type ListedKind = keyof typeof listedKinds;

interface Listed {
  readonly label: string;
  readonly noun: string;
  readonly filter: EventFilter;
}

export const listedKindNames = [
  "session",
  "span",
  "model",
  "tool",
  "chain",
] as const satisfies readonly ListedKind[];

export function parseListedKind(text: string | undefined): ListedKind {
  return listedKindNames.find((name) => name === text) ?? "session";
}

function ofType(
  label: string,
  type: string,
  operator: "is" | "is not",
  noun: string = type,
): Listed {
  return { label, noun, filter: { field: "event_type", operator, value: type } };
}
