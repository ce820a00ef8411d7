import type * as original from "../core/shared-by-copies.js";

/** A bundle has one copy of everything. */
export const sharedByCopies: typeof original.sharedByCopies = (create) => create();
