import { expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { ownStore, type TemporaryStore } from "../testing/temporary-store.js";
import { AnswersByPart } from "./answers-by-part.js";
import { toEventRow } from "./event-row.js";

/** A question that finds what is in parts, which it is told the names of. */
function asking({ store }: TemporaryStore, answers: AnswersByPart) {
  const asked: (readonly string[])[] = [];
  const insert = (event_id: string): Promise<void> =>
    store.insertRows("events", [toEventRow({ ...mapped({}), event_id }, 0)]);
  const find = async (isValid?: () => Promise<boolean>): Promise<string[]> => {
    const found = await answers.find(store, {
      key: "ids",
      ask: (knownParts) => {
        asked.push(knownParts);
        return store.select({
          sql: "SELECT event_id FROM events WHERE project_id = {project_id:String} AND _part NOT IN {known_parts:Array(String)}",
          params: { project_id: mapped({}).project_id, known_parts: knownParts },
          parse: (row) => String(row["event_id"]),
        });
      },
      ...(isValid === undefined ? {} : { isValid }),
    });
    return found.toSorted();
  };
  return { asked, insert, find };
}

test("nothing is asked of parts that were looked at, and all of what came or was merged", async () => {
  await using fixture = await ownStore();
  const { asked, insert, find } = asking(fixture, new AnswersByPart());
  await insert("a");
  expect(await find()).toEqual(["a"]);
  expect(await find()).toEqual(["a"]);
  expect(asked).toEqual([[]]);
  await insert("b");
  expect(await find()).toEqual(["a", "b"]);
  expect(asked.at(-1)).toHaveLength(1);
  await insert("c");
  await fixture.engine.command("OPTIMIZE TABLE events FINAL");
  expect(await find()).toEqual(["a", "b", "c"]);
  expect(asked.at(-1)).toEqual([]);
});

test("an answer that may be wrong is asked for again", async () => {
  await using fixture = await ownStore();
  const { asked, insert, find } = asking(fixture, new AnswersByPart());
  await insert("a");
  expect(await find(() => Promise.resolve(false))).toEqual(["a"]);
  expect(await find()).toEqual(["a"]);
  expect(asked).toEqual([[], []]);
});
