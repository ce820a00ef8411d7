import { describe, expect, it } from "vitest";

import { formatBaggage, parseBaggage } from "./baggage-header.js";

/** The examples of the W3C Baggage recommendation. */
describe("a baggage header", () => {
  it.each([
    [
      "key1=value1,key2=value2;property1;property2, key3=value3; propertyKey=propertyValue",
      { key1: "value1", key2: "value2", key3: "value3" },
    ],
    [
      "userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false",
      { userId: "Amélie", serverNode: "DF 28", isProduction: "false" },
    ],
    ["SomeKey=SomeValue;SomeProp", { SomeKey: "SomeValue" }],
    [
      "SomeKey \t = \t SomeValue \t , \t SomeKey2 \t = \t SomeValue2 \t ; \t p",
      { SomeKey: "SomeValue", SomeKey2: "SomeValue2" },
    ],
    ["key=a=b=c", { key: "a=b=c" }],
    ["key=", { key: "" }],
    ["key=1,key=2", { key: "2" }],
    ["key=100%", { key: "100%" }],
    ["no value,=no key,bad key=1,good=1", { good: "1" }],
    ["", {}],
  ])("%j is read", (header, entries) => {
    expect(parseBaggage(header)).toEqual(entries);
  });

  it("writes values so that they are read as they were", () => {
    const entries = { text: 'a, b; c = "d" \\ %41 é 🐝', empty: "", "a.b-c": "1" };
    const header = formatBaggage(entries);
    expect(header).toMatch(/^[\x21-\x7e]*$/);
    expect(parseBaggage(header)).toEqual(entries);
  });

  it("leaves out keys that are no tokens and mends text that is not Unicode", () => {
    expect(formatBaggage({ "bad key": "1", "": "2", ok: "\ud800" })).toBe("ok=%EF%BF%BD");
  });

  it("stays within 180 entries and 8,192 bytes", () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, "v"]));
    expect(formatBaggage(many).split(",")).toHaveLength(180);
    const large = { a: "x".repeat(8000), b: "y".repeat(1000), c: "z" };
    expect(Object.keys(parseBaggage(formatBaggage(large)))).toEqual(["a", "c"]);
  });
});
