import { redact } from "../observe/redact.js";
import { resolveOptions } from "./resolve-options.js";
import { valueAt, type Configuration } from "./read-configuration.js";
import { defaults, settings } from "./settings.js";

export interface DescribedSetting {
  readonly name: string;
  readonly value: unknown;
  readonly source: "flag" | "environment" | "file" | "default";
}

const hidden = "[hidden]";

/** Every setting with what it is in effect and who said so. Secrets are hidden. */
export function describeConfiguration({ options, sources }: Configuration): DescribedSetting[] {
  const resolved = resolveOptions(options, {});
  // Some settings are resolved together, to something else or to nothing.
  const valueOf = (name: string): unknown =>
    valueAt(resolved, name) ?? valueAt(options, name) ?? valueAt(defaults, name);
  return settings.map(({ name, isSecret }) => {
    const source = sources.get(name) ?? "default";
    const isHidden = isSecret === true && source !== "default";
    return { name, value: isHidden ? hidden : shown(valueOf(name)), source };
  });
}

/** Addresses may hold passwords. */
function shown(value: unknown): unknown {
  return typeof value === "string" ? redact(value) : (value ?? null);
}
