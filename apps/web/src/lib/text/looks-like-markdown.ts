const marks: readonly RegExp[] = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,3}(```|~~~)/m,
  /^ {0,3}>\s/m,
  // Two items of a list under each other: one may be a dash of the author's.
  /^ *([-*+]|\d+[.)]) \S.*\n(.*\S.*\n)?\s*([-*+]|\d+[.)]) \S/m,
  /^\|?[ :]*-{3,}[ :|-]*\|[ :|-]*$/m,
  /\*\*[^\s*][^*\n]*\*\*/,
  /\[[^\]\n]+\]\(https?:\/\/[^)\s]+\)/,
  /(^|[\s(])`[^`\n]+`/m,
];

/** Whether a text is probably meant as Markdown: models answer in it, and nobody says so. */
export function looksLikeMarkdown(text: string): boolean {
  return marks.some((mark) => mark.test(text));
}
