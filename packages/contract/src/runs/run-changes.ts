import type { JsonObject } from "../events/event.js";

/** What a run was made with. */
export interface RunSettings {
  /** What its caller says of it, and where it took place. Undefined where nobody kept it. */
  readonly metadata?: JsonObject | undefined;
  readonly configuration?: JsonObject | undefined;
  readonly dataset_id?: string | null | undefined;
}

/** One setting that two runs do not have in common; undefined where a run has none of that name. */
export interface RunChange {
  /** Such as `chatModel`, `model.temperature` or `git.commit_hash`. */
  readonly name: string;
  readonly old: unknown;
  readonly new: unknown;
}

const offlineDataset = "offline_dataset_id";
const places: readonly string[] = ["git", "environment"];

/**
 * What differs between two runs other than their results: what the caller says of them first, then how they were
 * evaluated, then dataset, commit and machine. Nested objects are compared name by name, lists as a whole.
 */
export function runChanges(newRun: RunSettings, oldRun: RunSettings): readonly RunChange[] {
  const [newSettings, oldSettings] = [settingsOf(newRun), settingsOf(oldRun)];
  const names = new Set<string>();
  return settingKinds.flatMap((kind) =>
    changesOf(newSettings[kind], oldSettings[kind]).map((change) => {
      // The caller's own come first, and may be called like ours.
      const name = names.has(change.name) ? `${kind}.${change.name}` : change.name;
      names.add(name);
      return { ...change, name };
    }),
  );
}

/** One side of a change: text as it stands, what is not there as a dash, the rest as JSON. */
export function settingText(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const settingKinds = ["said", "configuration", "run", "place"] as const;

type Settings = Readonly<Record<(typeof settingKinds)[number], JsonObject | undefined>>;

function settingsOf({ metadata, configuration, dataset_id: datasetId }: RunSettings): Settings {
  return {
    said: metadata && settingsSaid(metadata),
    configuration: configuration && pick(configuration, (name) => !aliases.includes(name)),
    run: metadata && { dataset: datasetId ?? metadata[offlineDataset] },
    place: metadata && pick(metadata, (name) => places.includes(name)),
  };
}

/** The names that the Python SDK has for `concurrency` and `aggregate`. */
const aliases: readonly string[] = ["max_workers", "aggregate_function"];

/** What the caller says of a run, without what `evaluate()` adds to it. */
export function settingsSaid(metadata: JsonObject): JsonObject {
  return pick(metadata, (name) => !added.includes(name));
}

/** `cache` is what came of the model calls, not what was asked for. */
const added: readonly string[] = [...places, offlineDataset, "cache"];

function pick(object: JsonObject, isWanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => isWanted(name)));
}

/** Of what nobody kept of one run, nothing is said. */
function changesOf(
  newSettings: JsonObject | undefined,
  oldSettings: JsonObject | undefined,
): readonly RunChange[] {
  if (newSettings === undefined || oldSettings === undefined) return [];
  const [newLeaves, oldLeaves] = [leavesOf(newSettings), leavesOf(oldSettings)];
  const names = new Set([...newLeaves.keys(), ...oldLeaves.keys()]);
  return [...names].flatMap((name): RunChange[] => {
    const [newest, oldest] = [newLeaves.get(name), oldLeaves.get(name)];
    const isSame = JSON.stringify(newest) === JSON.stringify(oldest);
    return isSame ? [] : [{ name, old: oldest, new: newest }];
  });
}

function leavesOf(object: JsonObject, prefix = ""): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    if (isFilledObject(value)) {
      for (const [path, leaf] of leavesOf(value, `${name}.`)) leaves.set(path, leaf);
    } else if (value !== undefined) leaves.set(name, value);
  }
  return leaves;
}

function isFilledObject(value: unknown): value is JsonObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0
  );
}
