/**
 * Values by name, as callers give them: of a type, a class or an interface, which has no index signature and is no
 * `Record<string, unknown>`. Lists, maps, promises and functions are none.
 */
export interface AnyObject {
  // An index signature of anything else than `any` takes no interfaces.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly [name: string]: any;
  /** Arrays have it. */
  readonly [Symbol.unscopables]?: never;
  /** Maps, sets, promises and bytes have it. */
  readonly [Symbol.toStringTag]?: never;
  /** Functions have it. */
  readonly [Symbol.hasInstance]?: never;
}
