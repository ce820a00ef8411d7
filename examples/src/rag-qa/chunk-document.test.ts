import { expect, it } from "vitest";
import { chunkDocument } from "./chunk-document.js";

it("cuts at headings and gives each chunk its package and heading", () => {
  const text =
    "# parser\n\nReads text.\n\n## Options\n\n- strict\n- loose\n\nBoth are off.\n\n## Licence";
  expect(chunkDocument({ packageName: "parser", source: "parser/README.md", text })).toEqual([
    { source: "parser/README.md", text: "parser\n\nReads text." },
    { source: "parser/README.md", text: "parser: Options\n\n- strict\n- loose\n\nBoth are off." },
  ]);
});

it("cuts long sections between blocks", () => {
  const block = Array.from({ length: 50 }, (_, index) => `word${index}`).join(" ");
  const text = `${block}\n\n${block}\n\n${block}`;
  expect(chunkDocument({ packageName: "parser", source: "parser/README.md", text })).toHaveLength(
    3,
  );
});
