import { describe, expect, it } from "vitest";

import { cutPair } from "./cut-pair.js";

describe("cutPair", () => {
  it("leaves short texts as they are", () => {
    expect(cutPair(["small", "large"], 5)).toEqual(["small", "large"]);
  });

  it("cuts the ends of texts that differ where they begin", () => {
    expect(cutPair(["abcdefghijkl", "xbcdefghijkl"], 6)).toEqual(["abcde…", "xbcde…"]);
  });

  it("shows texts that begin alike from before their first difference", () => {
    const prompt = "You are a helpful assistant of a shop. Answer ";
    const [before, after] = cutPair([`${prompt}briefly.`, `${prompt}in one sentence.`], 30);
    expect(before).toBe("…p. Answer briefly.");
    expect(after).toBe("…p. Answer in one sentence.");
  });

  it("shows where a text goes on that the other one ends with", () => {
    const [before, after] = cutPair(["a".repeat(50), `${"a".repeat(50)}, and more`], 20);
    expect(before).toBe("…aaaaaa");
    expect(after).toBe("…aaaaaa, and more");
  });

  it("shows the beginning of texts that are the same", () => {
    expect(cutPair(["abcdefgh", "abcdefgh"], 4)).toEqual(["abc…", "abc…"]);
  });
});
