/** The function itself, untraced: what everything else is measured against. */
export const label = "plain function";
export const packages = {};
export const imports = [];

export function setUp() {
  return {
    isTraced: false,
    wrap: (fn) => fn,
    inSession: (_index, fn) => fn(),
    flush: () => undefined,
    close: () => undefined,
  };
}
