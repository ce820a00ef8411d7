const hidden = "[redacted]";

/** Names whose values nobody should read in a log. */
const secretName =
  /^(authorization|cookie|set-cookie|password|secret|token)$|(api|access|private|metrics)[-_]?(key|token)s?$/i;

/** Keys as they are sent, keys as they are made here, and passwords in addresses. */
const secretTexts: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${hidden}`],
  [/\bhh[-_][\w-]{12,}/g, hidden],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${hidden}@`],
];

const maxDepth = 6;

/** The value without secrets: by the name of what holds them, and by what they look like. */
export function redact(value: unknown, name = "", depth = 0): unknown {
  if (secretName.test(name)) return hidden;
  if (typeof value === "string") {
    return secretTexts.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
  }
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[…]";
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, "", depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redact(item, key, depth + 1)]),
  );
}
