export type Row = Readonly<Record<string, unknown>>;

/** Parses newline-delimited JSON, also where a line is spread over chunks. */
export async function collectRows(chunks: AsyncIterable<Uint8Array>): Promise<Row[]> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const rows: Row[] = [];
  const bytes = Buffer.concat(parts);
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    // Every engine answers with one JSON object a line.
    if (end > start) rows.push(JSON.parse(bytes.toString("utf8", start, end)) as Row);
    start = end + 1;
  }
  return rows;
}
