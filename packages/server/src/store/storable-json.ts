/**
 * JSON that the engine reads. Half of a character that needs two (a lone surrogate) is no character: a row with one
 * would be refused, and every row that is written with it.
 */
export function toStorableJson(value: object): string {
  const json = JSON.stringify(value);
  // Whole characters are not escaped, so that nearly all rows are done here.
  if (!json.includes("\\ud")) return json;
  return json.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (escape) =>
    escape.startsWith("\\ud") ? "\\ufffd" : escape,
  );
}
