import { expect, it } from "vitest";
import { toPlainText } from "./plain-text.js";

it("keeps the prose of a README and drops code, badges and link targets", () => {
  const markdown = `Parser
======

[![build](https://ci/badge.svg)](https://ci) A *fast* [parser](https://parser.example) for \`A-Z_0-9_\`.

\`\`\`js
parse("x");
\`\`\`

<div align="center">**Small.** No dependencies.</div>

| name | value |
| ---- | ----- |

[parser]: https://parser.example
`;
  expect(toPlainText(markdown)).toBe(
    "# Parser\n\n A fast parser for A-Z_0-9_.\n\nSmall. No dependencies.\n\n| name | value |",
  );
});
