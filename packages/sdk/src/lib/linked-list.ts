/** What can be in a list, in one at a time. */
export interface Linked<Item> {
  previous: Item | undefined;
  next: Item | undefined;
}

/**
 * Items in their order, each of which may leave at any time. For what comes and goes all the time, where a `Set` is a
 * leak for a while: each time its table is renewed, the old one leads to the new one, so that one old table that the
 * garbage collector has not looked at yet keeps all later ones, and what was in them. What has left this list leads nowhere.
 */
export class LinkedList<Item extends Linked<Item>> {
  private head: Item | undefined = undefined;
  private tail: Item | undefined = undefined;

  get first(): Item | undefined {
    return this.head;
  }

  get isEmpty(): boolean {
    return this.head === undefined;
  }

  has(item: Item): boolean {
    return item.previous !== undefined || this.head === item;
  }

  add(item: Item): void {
    item.previous = this.tail;
    if (this.tail === undefined) this.head = item;
    else this.tail.next = item;
    this.tail = item;
  }

  addFirst(item: Item): void {
    item.next = this.head;
    if (this.head === undefined) this.tail = item;
    else this.head.previous = item;
    this.head = item;
  }

  /** @returns false where it is not in the list */
  remove(item: Item): boolean {
    if (!this.has(item)) return false;
    const { previous, next } = item;
    if (previous === undefined) this.head = next;
    else previous.next = next;
    if (next === undefined) this.tail = previous;
    else next.previous = previous;
    item.previous = undefined;
    item.next = undefined;
    return true;
  }

  removeFirst(): Item | undefined {
    const item = this.head;
    if (item !== undefined) this.remove(item);
    return item;
  }

  removeAll(): Item[] {
    const items: Item[] = [];
    for (let item = this.removeFirst(); item !== undefined; item = this.removeFirst()) {
      items.push(item);
    }
    return items;
  }
}
