// The control characters are what is looked for; those of text from right to left turn a line around.
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;:]*m/g;

/** Text of others on one line: breaks become spaces, and what would steer a terminal is shown, as `\x1b`. */
export function oneLine(text: string): string {
  return showControls(text.replaceAll(breaks, " "));
}

/** Text of others whose lines stay: what would steer a terminal is shown, as `\x1b`. */
export function manyLines(text: string): string {
  return text
    .split("\n")
    .map((line) => showControls(line.replaceAll("\t", "  ").replace(/\r$/, "")))
    .join("\n");
}

/** Without the colours that libraries give their messages. */
export function withoutColours(text: string): string {
  return text.replaceAll(colours, "");
}

function showControls(line: string): string {
  return line.replaceAll(steering, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}
