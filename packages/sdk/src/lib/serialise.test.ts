import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";

import { serialise } from "./serialise.js";

const text = (value: unknown): string => serialise(value, 1_000_000).text;

/** What it took this process, whatever else the machine does: enough to tell work that has no end. */
function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("serialise", () => {
  it.each<[string, unknown, string]>([
    ["plain values", { a: [1, "two", null, true] }, '{"a":[1,"two",null,true]}'],
    ["nothing", undefined, "null"],
    ["a bigint", { big: 2n ** 70n }, '{"big":"1180591620717411303424"}'],
    ["a function", [() => 1], "[null]"],
    ["a date", new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [
      "an error",
      { error: new Error("why", { cause: new Error("because") }) },
      '{"error":{"name":"Error","message":"why","cause":{"name":"Error","message":"because"}}}',
    ],
    [
      "an error with properties of its own, at any depth",
      { tries: [{ error: Object.assign(new Error("no file"), { code: "ENOENT", request: {} }) }] },
      '{"tries":[{"error":{"name":"Error","message":"no file","code":"ENOENT"}}]}',
    ],
    [
      "several errors in one, of another realm too",
      { error: runInNewContext("new AggregateError([new Error('one')], 'all')") },
      '{"error":{"name":"AggregateError","message":"all","errors":[{"name":"Error","message":"one"}]}}',
    ],
    [
      "an error of a client without the request and its headers",
      { error: Object.assign(new Error("no"), { status: 401, toJSON: () => ({ headers: {} }) }) },
      '{"error":{"name":"Error","message":"no","status":401}}',
    ],
    ["maps and sets", { map: new Map([[1, new Set([2])]]) }, '{"map":[[1,[2]]]}'],
    ["bytes", { bytes: Buffer.from("ab") }, '{"bytes":"[Buffer: 2 bytes]"}'],
    ["bytes of another realm", [runInNewContext("new Uint8Array(3)")], '["[Uint8Array: 3 bytes]"]'],
    [
      "expressions",
      { pattern: /x"/g, other: runInNewContext("/y/") },
      '{"pattern":"/x\\"/g","other":"/y/"}',
    ],
    [
      "boxed values",
      [
        new String("x"),
        new Number(1),
        new Number(NaN),
        new Boolean(false),
        Object(1n),
        Object(Symbol("s")),
      ],
      '["x",1,"[NaN]",false,"1","Symbol(s)"]',
    ],
    ["a boxed value of another realm", runInNewContext("new String('x')"), '"x"'],
    [
      "what tells nothing of what it has",
      [new WeakMap(), new WeakSet(), Promise.resolve(1), generate(), new AbortController().signal],
      '["[WeakMap]","[WeakSet]","[Promise]","[Generator]","[AbortSignal]"]',
    ],
    [
      "no headers and forms, which may have secrets",
      [new Headers({ authorization: "secret" }), form("secret"), new URLSearchParams("key=secret")],
      '["[Headers]","[FormData]","[URLSearchParams]"]',
    ],
    [
      "a request and an answer without headers and body",
      [
        new Request("http://localhost/ask", { method: "POST", body: "secret" }),
        Response.json({ secret: 1 }, { status: 201, headers: { "set-cookie": "secret" } }),
        Object.defineProperty(new Response(), "url", { value: "http://localhost/ask" }),
      ],
      '[{"method":"POST","url":"http://localhost/ask"},{"status":201},' +
        '{"status":200,"url":"http://localhost/ask"}]',
    ],
    [
      "the properties of what says that it is something else",
      [new Named("RegExp"), new Named("String"), new Named("WeakMap"), new Named("Response")],
      '[{"id":1},{"id":1},{"id":1},{"id":1}]',
    ],
    ["an empty object", {}, "{}"],
    ["the same object twice", twice(), '{"one":{"a":{}},"two":{"a":{}}}'],
    [
      "a throwing toJSON",
      { bad: { toJSON: () => fail() }, good: 1 },
      '{"bad":"[Throws: no]","good":1}',
    ],
  ])("writes %s", (_, value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it("marks what cannot be read and keeps its neighbours", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = new Proxy({}, { ownKeys: fail });
    const list = Object.defineProperty([1, 2, 3], 1, { get: fail });
    const odd = Object.defineProperty(() => 1, "name", { value: Symbol("odd") });
    expect(JSON.parse(text({ proxy, throwing, list, odd, big: 1n, good: 1 }))).toEqual({
      proxy: expect.stringContaining("[Throws:"),
      throwing: "[Throws: no]",
      list: [1, "[Throws: no]", 3],
      odd: "[Function]",
      big: "1",
      good: 1,
    });
  });

  it("cuts what is longer than the limit, and nothing that is as long", () => {
    expect(serialise("four", 6)).toEqual({ text: '"four"', fullLength: 6, isTruncated: false });
    expect(text(new String("x".repeat(900_000)))).toHaveLength(900_002);
    expect(serialise("longer", 6)).toMatchObject({ fullLength: 8, isTruncated: true });
  });

  it("is quick for objects that all know each other", () => {
    const nodes = Array.from({ length: 40 }, (_, id) => ({ id, others: [] as unknown[] }));
    for (const node of nodes) node.others = nodes.filter((other) => other !== node);
    const before = process.cpuUsage();
    const { text: written, isTruncated } = serialise(nodes, 100_000);
    expect(cpuMsSince(before)).toBeLessThan(2000);
    expect(isTruncated).toBe(true);
    expect(written.length).toBeLessThanOrEqual(100_000);
  });

  it.each<[string, () => unknown]>([
    ["bytes", () => ({ file: Buffer.alloc(10_000_000) })],
    // Not `repeat()`: what that gives is put together by its first reader.
    ["a text", () => ({ text: Buffer.alloc(200_000_000, "x").toString("latin1") })],
    ["a list of gaps", () => listOfGaps()],
    ["an object whose parts are shared", () => shared(23)],
    ["what `toJSON` gives", () => jsonOf(listOfGaps())],
  ])("takes no longer for %s much larger than the limit", (_, make) => {
    const value = make();
    const before = process.cpuUsage();
    expect(serialise(value, 100_000).text.length).toBeLessThanOrEqual(100_000);
    expect(cpuMsSince(before)).toBeLessThan(1000);
  });

  it("counts the text that it did not read", () => {
    const { fullLength } = serialise({ first: "x".repeat(1000), second: 1n }, 100);
    expect(fullLength).toBeGreaterThan(1000);
  });

  it("marks numbers that JSON does not have, and leaves null alone", () => {
    const value = { a: NaN, b: [Infinity, null, 1], c: { d: -Infinity }, e: null };
    expect(text(value)).toBe(
      '{"a":"[NaN]","b":["[Infinity]",null,1],"c":{"d":"[-Infinity]"},"e":null}',
    );
    expect(text({ a: null, b: "null" })).toBe('{"a":null,"b":"null"}');
  });

  it("survives values that are nested too deep for the engine", () => {
    const depth = 20_000;
    let value: unknown = 1;
    for (let level = 0; level < depth; level++) value = [value];
    const whole = `${"[".repeat(depth)}1${"]".repeat(depth)}`;
    const written = text(value);
    // Node 26 writes whatever there is memory for.
    expect(written === whole || written.includes("[Too deep]")).toBe(true);
  });

  it.each(["x", '"', "\n", "\u0001", "é", "😀"])("cuts a text of %j to the limit", (character) => {
    const { text: written, isTruncated } = serialise(character.repeat(5000), 1000);
    expect(isTruncated).toBe(true);
    expect(written.length).toBeLessThanOrEqual(1000);
    expect(JSON.parse(written)).toMatchObject({ _truncated: true });
  });
});

class Named {
  readonly id = 1;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get [Symbol.toStringTag](): string {
    return this.#name;
  }
}

function* generate(): Generator {
  yield 1;
}

function form(value: string): FormData {
  const data = new FormData();
  data.set("field", value);
  return data;
}

function twice(): object {
  const shared = { a: {} };
  return { one: shared, two: shared };
}

function listOfGaps(): unknown[] {
  return Object.assign([], { length: 100_000_000 });
}

function jsonOf(value: unknown): object {
  return { toJSON: () => value };
}

/** Twice as many paths with each level. */
function shared(levels: number): object {
  return levels === 0 ? { leaf: 1 } : twiceThe(shared(levels - 1));
}

function twiceThe(part: object): object {
  return { one: part, two: part };
}

function fail(): never {
  throw new Error("no");
}
