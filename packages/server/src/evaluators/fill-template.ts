import { isJsonObject } from "../lib/json.js";

/** Replaces `{{inputs.question}}` and the like by what the event has there; what it lacks becomes nothing. */
export function fillTemplate(template: string, event: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{\{\s*([\w.$-]+)\s*\}\}/g, (_, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>(
        (inner, step) =>
          isJsonObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined,
        event,
      );
    if (value === undefined || value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}
