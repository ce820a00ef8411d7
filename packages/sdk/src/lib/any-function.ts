/** Function types are matched by their bottom type, so that overloads and generics of the given one survive. */
export type AnyFunction = (...args: never[]) => unknown;
