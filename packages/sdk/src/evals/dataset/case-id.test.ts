import { describe, expect, it } from "vitest";

import { ExternalDatasetId, externalDatapointId, pythonJson } from "./case-id.js";

describe("ids", () => {
  it.each<[object, string, string, string]>([
    [
      { inputs: { q: "hello" }, ground_truth: { a: "world" } },
      "EXT-f313e33c667deac4",
      "EXT-a689e9c84e315595",
      "EXT-b0e496b4ca054b62",
    ],
    [{ b: 1, a: 2.5 }, "EXT-9fa6af4020d03600", "EXT-cee87d6aa9905ed4", "EXT-51e63d12228821c7"],
  ])("of %j are those of the Python SDK", (datapoint, dataset, first, second) => {
    expect(datasetId([datapoint])).toBe(dataset);
    expect([0, 1].map((index) => externalDatapointId(pythonJson(datapoint), index))).toEqual([
      first,
      second,
    ]);
  });

  it("of an empty dataset are those of the Python SDK", () => {
    expect(datasetId([])).toBe("EXT-4f53cda18c2baa0c");
  });
});

describe("pythonJson", () => {
  it.each<[unknown, string]>([
    [{ b: [1, null, true], a: "é" }, '{"a": "\\u00e9", "b": [1, null, true]}'],
    ['😀\u007f\n"\\', '"\\ud83d\\ude00\\u007f\\n\\"\\\\"'],
    [[undefined, { gone: undefined }], "[null, {}]"],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [1e-12, "1e-12"],
    [1.25, "1.25"],
  ])("writes %j as Python does", (value, text) => {
    expect(pythonJson(value)).toBe(text);
  });
});

function datasetId(datapoints: readonly object[]): string {
  const id = new ExternalDatasetId();
  for (const datapoint of datapoints) id.add(pythonJson(datapoint));
  return id.finish();
}
