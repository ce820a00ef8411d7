/** The prose of a Markdown text: no code blocks, badges or link targets; one blank line between blocks. */
export function toPlainText(markdown: string): string {
  return markdown
    .replace(/\r/g, "")
    .replace(/^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t]*\1[^\n]*$/gm, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<\/?[a-z][^>]*>/gi, "")
    .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/g, "")
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1")
    .replace(/^\[[^\]]+\]:.*$/gm, "")
    .replace(/^[ \t]*>[ \t]?/gm, "")
    .replace(/^(.+)\n(?:=+|-+)[ \t]*$/gm, "# $1")
    .replace(/^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|?)+[ \t]*$/gm, "")
    .replace(/\*\*|__|`/g, "")
    .replace(/(?<![\w*])([_*])(?=\S)(.+?)(?<=\S)\1(?![\w*])/g, "$2")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
