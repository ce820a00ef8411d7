/**
 * Where this code is: in the package, or in the bundle that it was put into. Bundlers that write CommonJS may leave
 * `import.meta` empty (esbuild does), which reading at import time must survive; then the bundle's own file counts.
 */
export function moduleUrl(): string {
  // Not taken apart: bundlers look for this very expression.
  const url = import.meta.url as string | undefined;
  if (url !== undefined) return url;
  const file = typeof __filename === "string" ? __filename : "/bundle.cjs";
  return `file://${file.startsWith("/") ? "" : "/"}${encodeURI(file.replaceAll("\\", "/"))}`;
}
