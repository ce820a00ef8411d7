import { describe, expect, it } from "vitest";

import { LinkedList, type Linked } from "./linked-list.js";

interface Item extends Linked<Item> {
  readonly name: string;
}

const item = (name: string): Item => ({ name, previous: undefined, next: undefined });

function open(...names: string[]): { readonly list: LinkedList<Item>; readonly items: Item[] } {
  const list = new LinkedList<Item>();
  const items = names.map(item);
  for (const each of items) list.add(each);
  return { list, items };
}

const drain = (list: LinkedList<Item>): string[] => list.removeAll().map(({ name }) => name);

describe("LinkedList", () => {
  it("gives its items in their order, and is empty then", () => {
    const { list } = open("a", "b", "c");
    expect([list.first?.name, list.isEmpty]).toEqual(["a", false]);
    expect(drain(list)).toEqual(["a", "b", "c"]);
    expect([list.first, list.isEmpty, list.removeFirst()]).toEqual([undefined, true, undefined]);
  });

  it.each([
    [0, ["b", "c"]],
    [1, ["a", "c"]],
    [2, ["a", "b"]],
  ])("lets the item at %i leave", (index, left) => {
    const { list, items } = open("a", "b", "c");
    const leaving = items[index] as Item;
    expect([list.has(leaving), list.remove(leaving), list.remove(leaving)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([list.has(leaving), leaving.previous, leaving.next]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    list.add(leaving);
    expect(drain(list)).toEqual([...left, leaving.name]);
  });

  it("takes items before all others, also when it is empty", () => {
    const { list } = open();
    list.addFirst(item("c"));
    list.addFirst(item("b"));
    list.add(item("d"));
    list.addFirst(item("a"));
    expect(drain(list)).toEqual(["a", "b", "c", "d"]);
  });

  it("does not know an item that never was in it", () => {
    const { list } = open("a");
    const stranger = item("b");
    expect([list.has(stranger), list.remove(stranger)]).toEqual([false, false]);
    expect(drain(list)).toEqual(["a"]);
  });
});
