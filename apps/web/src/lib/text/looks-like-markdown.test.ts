import { expect, test } from "vitest";

import { looksLikeMarkdown } from "./looks-like-markdown.js";

test.each([
  "## Findings\n\nNone.",
  "Run this:\n```sh\nnpm test\n```",
  "> quoted",
  "Two things:\n- one\n- two",
  "1. one\n2. two",
  "| a | b |\n|---|:-:|\n| 1 | 2 |",
  "The **policy** says so.",
  "See [the docs](https://example.com/a).",
  "Call `refund()` first.",
])("takes for Markdown: %j", (text) => {
  expect(looksLikeMarkdown(text)).toBe(true);
});

test.each([
  "The capital of France is Paris.",
  "#hashtag and 3 * 4 * 5",
  "- one dash alone",
  "a ** b ** c",
  "snake_case_name and __dunder__",
  "x-y-z --- w",
  "It's 5 o'clock: [sic] (really)",
])("leaves as text: %j", (text) => {
  expect(looksLikeMarkdown(text)).toBe(false);
});
