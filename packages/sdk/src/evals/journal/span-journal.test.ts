import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { listSpanFiles, readSpanFile, SpanJournal } from "./span-journal.js";

const logger = { warn: (message: string) => expect.unreachable(message) };

it("has what has not arrived, also where the process was killed while it wrote", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "run.ndjson");
  const journal = new SpanJournal(path, logger);
  const settle = ["a", "bb"].map((text) => journal.keep(Buffer.from(text)));
  settle[0]?.();
  const [file = ""] = listSpanFiles(path);
  appendFileSync(file, Buffer.from([9, 0, 0, 0, 1]));
  expect([...readSpanFile(file)].map(String)).toEqual(["a", "bb"]);

  // The run that is resumed writes beside it.
  const next = new SpanJournal(path, logger);
  next.keep(Buffer.from("c"));
  expect(listSpanFiles(path)).toEqual([file, join(folder.path, "run.2.spans")]);
  settle[1]?.();
  journal.close();
  next.close();
  expect(readdirSync(folder.path)).toEqual(["run.2.spans"]);
});

it("removes files as soon as all of them has arrived, and keeps a bounded part of what never does", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "run.ndjson");
  const journal = new SpanJournal(path, logger, 16 << 20);
  const body = Buffer.alloc(3 << 20);
  for (let count = 0; count < 10; count++) {
    journal.keep(body)();
    expect(listSpanFiles(path)).toEqual([]);
  }
  for (let count = 0; count < 9; count++) journal.keep(body);
  journal.close();
  const kept = listSpanFiles(path).flatMap((file) => [...readSpanFile(file)]);
  expect(kept).toHaveLength(5);
});

it("ends with one warning where nothing can be written", () => {
  const warnings: string[] = [];
  const journal = new SpanJournal("/nowhere/run.ndjson", { warn: (text) => warnings.push(text) });
  journal.keep(Buffer.from("a"))();
  journal.keep(Buffer.from("b"))();
  journal.close();
  expect(warnings).toEqual([expect.stringMatching(/^Spans cannot be kept.*ENOENT/)]);
});
