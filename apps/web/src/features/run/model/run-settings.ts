import { gitLabel, settingsSaid, type ExperimentRun, type JsonObject } from "@honeyhive/contract";

import { previewValue } from "../../../lib/text/preview-value.js";

export interface RunSettings {
  /** The most telling ones, in a line: what the caller says, then commit and runtime. */
  readonly preview: readonly RunFact[];
  /** All of them, those that are empty left out. */
  readonly groups: readonly { readonly title: string; readonly values: JsonObject }[];
}

export interface RunFact {
  /** Undefined where the value says what it is. */
  readonly name?: string;
  readonly value: string;
}

const maxSaid = 6;

/** What a run was made with. */
export function runSettings({ metadata, configuration }: ExperimentRun): RunSettings {
  const said = settingsSaid(metadata);
  const groups = {
    Metadata: said,
    Configuration: configuration,
    Git: toObject(metadata["git"]),
    Environment: toObject(metadata["environment"]),
  };
  const facts = Object.entries(said).slice(0, maxSaid);
  const places = [gitLabel(metadata["git"]), nodeLabel(groups.Environment)];
  return {
    preview: [
      ...facts.map(([name, value]) => ({ name, value: previewValue(value) })),
      ...places.flatMap((value) => (value === undefined ? [] : [{ value }])),
    ],
    groups: Object.entries(groups)
      .filter(([, values]) => Object.keys(values).length > 0)
      .map(([title, values]) => ({ title, values })),
  };
}

function nodeLabel({ node, ci }: JsonObject): string | undefined {
  if (typeof node !== "string") return undefined;
  return typeof ci === "string" ? `Node ${node}, ${ci}` : `Node ${node}`;
}

function toObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
