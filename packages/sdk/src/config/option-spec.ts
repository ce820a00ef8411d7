import type { OptionGroup } from "./options.js";

export type OptionKind =
  | "string"
  | "object"
  | "array"
  | "function"
  | "positive number"
  | "fraction"
  | "boolean"
  | "directory or boolean"
  | readonly string[];

/** A variable of the environment that sets an option. */
export interface Variable {
  readonly name: string;
  /** What one of its units is in the option's. */
  readonly scale?: number;
  /** The variable says the opposite of the option. */
  readonly isNegated?: boolean;
  /** What others understand who read the variable too: it is passed over without a word. */
  readonly foreignValues?: readonly string[];
}

export interface OptionSpec {
  readonly kind: OptionKind;
  /** The config object that may hold it. */
  readonly group?: OptionGroup;
  /** The first one that is set counts. */
  readonly variables: readonly Variable[];
  /** Other names that are accepted for it. */
  readonly aliases?: readonly string[];
  readonly defaultText: string;
  readonly effect: string;
}

/** Variables that say the same as the option. */
export function named(...names: readonly string[]): readonly Variable[] {
  return names.map((name) => ({ name }));
}
