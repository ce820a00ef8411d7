import { createHash } from "node:crypto";

import type { OpenApiDocument, OpenApiOperation } from "@honeyhive/contract/schemas";

import { escapeHtml } from "./escape-html.js";
import { referenceStyle } from "./reference-style.js";
import { renderSchema } from "./render-schema.js";

interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

/** The reference of the API: one page without scripts, made of the OpenAPI document. */
export function renderReference(document: OpenApiDocument): Response {
  const { info, tags } = document;
  const title = escapeHtml(`${info.title} API ${info.version}`);
  const links = [...tags.map(({ name }) => name), "Schemas"];
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${referenceStyle}</style></head>
<body><nav aria-label="Sections"><strong>${title}</strong>
${links.map((name) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`).join("\n")}
<a href="/openapi.json">OpenAPI 3.1</a></nav>
<main><p>${escapeHtml(info.description)}</p>
${tags.map(({ name }) => renderSection(name, document)).join("\n")}
<section id="Schemas"><h2>Schemas</h2>${renderSchemas(document)}</section>
</main></body></html>`;
  const styleHash = createHash("sha256").update(referenceStyle).digest("base64");
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
    },
  });
}

function renderSection(tag: string, { paths }: OpenApiDocument): string {
  const own = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]): PlacedOperation => ({ path, method, operation }))
      .filter(({ operation }) => operation.tags.includes(tag)),
  );
  const current = own.filter(({ operation }) => operation.deprecated !== true);
  const older = own.filter(({ operation }) => operation.deprecated === true);
  const olderList = `<details class="older"><summary>Older spellings</summary>${older.map(renderOperation).join("")}</details>`;
  return `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>
${current.map(renderOperation).join("\n")}${older.length === 0 ? "" : olderList}</section>`;
}

function renderOperation({ path, method, operation }: PlacedOperation): string {
  const { parameters = [], requestBody, responses } = operation;
  const listed = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<li><code>${escapeHtml(name)}${required ? "" : "?"}</code> in the ${place}: ${renderSchema(schema)}</li>`,
  );
  const bodies = [
    ["Body", requestBody] as const,
    ...Object.entries(responses).map(
      ([status, answer]) =>
        [status === "default" ? "On errors" : `Answer ${status}`, answer] as const,
    ),
  ].flatMap(([label, part]) =>
    Object.entries(part?.content ?? {}).map(
      ([type, { schema }]) =>
        `<p><strong>${label}</strong> <span class="dim">${escapeHtml(type)}</span></p>${renderSchema(schema)}`,
    ),
  );
  return `<details id="${escapeHtml(operation.operationId)}"><summary><span class="method">${method.toUpperCase()}</span>
<code>${escapeHtml(path)}</code> ${escapeHtml(operation.summary)}</summary><div class="body">
${listed.length === 0 ? "" : `<ul class="fields">${listed.join("")}</ul>`}${bodies.join("")}</div></details>`;
}

function renderSchemas({ components }: OpenApiDocument): string {
  return Object.entries(components.schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary><div class="body">${renderSchema(schema)}</div></details>`,
    )
    .join("\n");
}
