import { runInThisContext } from "node:vm";

import { describe, expect, it } from "vitest";

import { parameterNames } from "./parameter-names.js";

type AnyFunction = (...args: never[]) => unknown;

/** Compiled from text, so that no transformer rewrites what is to be parsed. */
const compile = (source: string): AnyFunction => runInThisContext(`(${source})`) as AnyFunction;

describe("parameterNames", () => {
  it.each<[string, (string | undefined)[]]>([
    ["function (a, b) {}", ["a", "b"]],
    ["async function named(a) {}", ["a"]],
    ["function* (a, b) {}", ["a", "b"]],
    ["a => a", ["a"]],
    ["async a => a", ["a"]],
    ["async => async", ["async"]],
    ["async (a, b) => a", ["a", "b"]],
    ["() => 1", []],
    ["(a = 1, b = [1, 2], c = { d: 1 }) => 1", ["a", "b", "c"]],
    ["(a = ')', b = \"(\", c = `,`) => 1", ["a", "b", "c"]],
    ["(a = (x, y) => x, b = 4 / 2, c = 3 / 1) => 1", ["a", "b", "c"]],
    ["({ a, b }, [c], d) => 1", [undefined, undefined, "d"]],
    ["(a, ...rest) => 1", ["a", undefined]],
    ["(a /* first, ( */, b // second )\n, c) => 1", ["a", "b", "c"]],
    ["function /* ( */ named(a, b) {}", ["a", "b"]],
    ["(e,t)=>e", ["e", "t"]],
    ["({ method(a, b) {} }).method", ["a", "b"]],
    ["({ async *method(a) {} }).method", ["a"]],
    ["({ ['com(puted'](a, b) {} })['com(puted']", ["a", "b"]],
    ["(class { static method(a) {} }).method", ["a"]],
    ["($a, _b, ünicode) => 1", ["$a", "_b", "ünicode"]],
    ["(a, b,) => 1", ["a", "b"]],
    ["(a) => '[native code]'", ["a"]],
  ])("of %s", (source, names) => {
    expect(parameterNames(compile(source))).toEqual(names);
  });

  it("has none for native, bound and revoked functions", () => {
    const { proxy, revoke } = Proxy.revocable((a: number) => a, {});
    revoke();
    expect(parameterNames(Math.max)).toEqual([]);
    expect(parameterNames(((a: number) => a).bind(null))).toEqual([]);
    expect(parameterNames(proxy)).toEqual([]);
  });
});
