import type * as original from "../globals/copies.js";

/** A bundle has one copy of everything. */
export const announceCopy: typeof original.announceCopy = () => () => undefined;

export const sayIfOtherCopyTraces: typeof original.sayIfOtherCopyTraces = () => undefined;
