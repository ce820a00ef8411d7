import { formatCount } from "../output/format.js";

/** Some 10,000 tokens: clients cut longer answers themselves, and say nothing. */
const maxCharacters = 40_000;

/** As many lines as a model can take at once; what is left out is said. */
export function fitText(lines: readonly string[], most = maxCharacters): string {
  let length = 0;
  const fitting = lines.findIndex((line) => (length += line.length + 1) > most);
  if (fitting === -1) return lines.join("\n");
  const [first = ""] = lines;
  const shown = fitting === 0 ? [first.slice(0, most)] : lines.slice(0, fitting);
  const rest = lines.length - fitting;
  return [
    ...shown,
    "",
    `… and ${formatCount(rest)} more lines, left out: ask for fewer, or without \`full\`.`,
  ].join("\n");
}
