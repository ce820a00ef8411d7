import type { JsonSchema } from "@honeyhive/contract/schemas";

import { escapeHtml } from "./escape-html.js";

/** A schema as nested lists of fields; what has a name is a link to it. */
export function renderSchema(schema: JsonSchema): string {
  const { properties, items, additionalProperties } = schema;
  if (properties !== undefined) return renderFields(properties, schema.required ?? []);
  const inner = items ?? (typeof additionalProperties === "object" ? additionalProperties : {});
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  const nested = [inner, ...parts].filter((part) => part.$ref === undefined).map(renderNested);
  return `<span class="dim">${describeType(schema)}</span>${nested.join("")}`;
}

function renderNested(schema: JsonSchema): string {
  const hasFields = schema.properties !== undefined || schema.items !== undefined;
  return hasFields ? renderSchema(schema) : "";
}

function renderFields(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const nested = field.properties === undefined ? "" : renderSchema(field);
    const optional = required.includes(name) ? "" : "?";
    const type = nested === "" ? renderSchema(field) : `<span class="dim">object</span>${nested}`;
    return `<li><code>${escapeHtml(name)}${optional}</code> ${type}</li>`;
  });
  return `<ul class="fields">${fields.join("")}</ul>`;
}

function describeType(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = escapeHtml(schema.$ref.split("/").at(-1) ?? "");
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return escapeHtml(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return escapeHtml(schema.enum.map(String).join(" | "));
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts !== undefined) return parts.map(describeType).join(" | ");
  if (schema.items !== undefined) return `list of ${describeType(schema.items)}`;
  return escapeHtml(schema.type === undefined ? "anything" : [schema.type].flat().join(" | "));
}
