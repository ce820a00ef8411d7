import type { z } from "zod";

/** The schemas of operations: each has those of its parts, and the compiler compares them with their types. */
export type SchemasOf<Operations> = {
  readonly [Name in keyof Operations]: {
    readonly [Part in keyof Operations[Name] as Part extends "params" ? never : Part]: z.ZodType<
      Operations[Name][Part]
    >;
  };
};
