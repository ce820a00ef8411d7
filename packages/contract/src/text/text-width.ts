const isNarrow = /^[\u0020-\u007e\u2500-\u259f…–·×]*$/;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]*$/u;

/** Columns that a line takes on a terminal: letters of East Asia and emoji take two, combining marks none. */
export function textWidth(line: string): number {
  if (isNarrow.test(line)) return line.length;
  let width = 0;
  for (const character of charactersOf(line)) width += characterWidth(character);
  return width;
}

/** As much of a line as so many columns hold, without halves of characters. */
export function cutToWidth(line: string, columns: number): string {
  if (isNarrow.test(line)) return line.slice(0, columns);
  let [text, width] = ["", 0];
  for (const character of charactersOf(line)) {
    width += characterWidth(character);
    if (width > columns) break;
    text += character;
  }
  return text;
}

/** Fills a line up to so many columns. */
export function padToWidth(line: string, columns: number, side: "start" | "end"): string {
  const gap = " ".repeat(Math.max(0, columns - textWidth(line)));
  return side === "start" ? gap + line : line + gap;
}

/** What people see as one, such as a letter and its accents. */
function charactersOf(line: string): string[] {
  return Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  if (invisible.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
