import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { installForeignTree } from "../isolation/foreign-tree.js";
import { runNode } from "../support/run-node.js";
import { normalizeSpans } from "./normalize-spans.js";

const programs = Number(process.env["CONFORMANCE_PROGRAMS"] ?? 300);
const firstSeed = Number(process.env["CONFORMANCE_SEED"] ?? 1);
const limits = { attributes: 12, events: 6, links: 4 };

const generations = [
  {
    generation: 2,
    title: "SDK 2.12 on API 1.9",
    dependencies: {
      "@opentelemetry/api": "1.9.1",
      "@opentelemetry/sdk-trace-base": "2.12.1",
      "@opentelemetry/exporter-trace-otlp-proto": "0.223.0",
    },
  },
  {
    generation: 3,
    title: "SDK 3.1 on API 1.10 under Node 24",
    nodeVersion: "24" as const,
    dependencies: {
      "@opentelemetry/api": "1.10.0",
      "@opentelemetry/sdk-trace": "3.1.1",
      "@opentelemetry/exporter-trace-otlp-proto": "0.301.1",
    },
  },
];

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

test.each(generations)("records what $title records", async (options) => {
  const { generation, title: _title, ...tree } = options;
  await using directory = await makeTemporaryDirectory();
  await using ours = await startCollector();
  await using official = await startCollector();
  await using crossed = await startCollector();
  const { path, program, nodePath } = await installForeignTree({
    ...tree,
    directory: directory.path,
    programs: [fixture("conformance.mjs"), fixture("programs.mjs")],
  });
  const seeds = Array.from({ length: programs }, (_, index) => firstSeed + index);
  const urls = { ours: ours.url, official: official.url, crossed: crossed.url };
  const { exitCode, stderr } = await runNode({
    program,
    cwd: path,
    nodePath,
    environment: {
      CONFORMANCE_CASE: JSON.stringify({ generation, seeds, limits, urls, apiKey: "key" }),
    },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });

  expect(official.spans.length).toBeGreaterThan(programs * 5);
  const expected = normalizeSpans(official.spans, limits);
  expect(normalizeSpans(ours.spans, limits)).toEqual(expected);
  // What the official exporter makes of our span objects is what our encoder makes of them.
  expect(normalizeSpans(crossed.spans, limits)).toEqual(expected);
});
