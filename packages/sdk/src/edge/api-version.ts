import type * as original from "../globals/api-version.js";

/** A bundle has one copy of everything. */
export const findOtherApi: typeof original.findOtherApi = () => undefined;

export const incompatibleApiVersion: typeof original.incompatibleApiVersion = () => undefined;
