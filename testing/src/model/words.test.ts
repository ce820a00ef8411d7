import { expect, it } from "vitest";
import { contentWords, splitTokens } from "./words.js";

it("reduces words of one family to one stem", () => {
  expect(contentWords("parses parsing parsed parse")).toEqual(["pars", "pars", "pars", "pars"]);
});

it("keeps versions and names with dots whole and drops words without meaning", () => {
  expect(contentWords("What is the licence of node-server in Node.js 1.9.1?")).toEqual([
    "licenc",
    "node",
    "server",
    "node.js",
    "1.9.1",
  ]);
});

it("splits tokens that join to the text again", () => {
  const text = "  Deterministic answers,\n\tnot “luck” … ";
  expect(splitTokens(text).join("")).toBe(text);
});
