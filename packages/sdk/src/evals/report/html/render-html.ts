import { createHash } from "node:crypto";

import type { EvaluationResult } from "../../types/evaluation-result.js";
import { escapeHtml } from "./escape-html.js";
import { pageScript } from "./page-script.js";
import { pageStyle } from "./page-style.js";
import { renderRun } from "./render-run.js";

/**
 * A page in one file that asks nobody for anything: its policy allows its own style and script alone. Summary and
 * problems are readable without the script, which adds the filterable table of cases.
 */
export function renderHtml(results: readonly EvaluationResult[]): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(pageStyle)}`,
    `script-src ${hashOf(pageScript)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const title = results.map(({ name }) => name).join(", ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title.slice(0, 200))}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
${results.map(renderRun).join("\n")}
<script>${pageScript}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
