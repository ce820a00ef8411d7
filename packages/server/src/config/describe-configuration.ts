import { redact } from "../observe/redact.js";
import { resolveOptions } from "./resolve-options.js";
import { valueAt, type Configuration } from "./read-configuration.js";
import { settings } from "./settings.js";

export interface DescribedSetting {
  readonly name: string;
  readonly value: unknown;
  readonly source: "flag" | "environment" | "file" | "default";
}

const hidden = "[hidden]";

/** Every setting with what it is in effect and who said so. Secrets are hidden. */
export function describeConfiguration({ options, sources }: Configuration): DescribedSetting[] {
  const resolved = resolveOptions(options, {});
  return settings.map(({ name, isSecret }) => {
    const source = sources.get(name) ?? "default";
    const isHidden = isSecret === true && source !== "default";
    return { name, value: isHidden ? hidden : shown(valueAt(resolved, name)), source };
  });
}

/** Addresses may hold passwords. */
function shown(value: unknown): unknown {
  return typeof value === "string" ? redact(value) : (value ?? null);
}
