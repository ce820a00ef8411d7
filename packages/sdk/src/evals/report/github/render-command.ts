import { manyLines, withoutColours } from "@honeyhive/contract";

import { oneLine } from "../format.js";
import type { Annotation } from "./annotation.js";
import { findPlace } from "./find-place.js";

const maxTitleLength = 200;

/** An annotation as a command to GitHub's runner, escaped as its toolkit does. */
export function renderCommand(
  { kind, title, message, places }: Annotation,
  workspace: string | undefined,
): string {
  const properties = Object.entries({
    ...findPlace(places, workspace),
    title: oneLine(withoutColours(title), maxTitleLength),
  });
  const described = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${kind} ${described.join(",")}::${escapeText(manyLines(withoutColours(message)))}`;
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
