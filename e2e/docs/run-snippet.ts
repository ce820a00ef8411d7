import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { runNode, type NodeResult } from "../support/run-node.js";

export interface Snippet {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly code: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
const jiti = join(dirname(require.resolve("jiti/package.json")), "lib/jiti-cli.mjs");

/** The fenced blocks of one language in a document, whose path begins at the root. */
export async function readSnippets(document: string, language = "ts"): Promise<Snippet[]> {
  const text = await readFile(join(root, document), "utf8");
  const snippets: Snippet[] = [];
  let heading = "";
  for (const part of text.matchAll(/^#+ (?<title>.+)$|^```(?<tag>\w+)\n(?<code>[^]*?)^```$/gm)) {
    const { title, tag, code } = part.groups ?? {};
    if (title !== undefined) heading = title;
    else if (tag === language && code !== undefined) snippets.push({ heading, code });
  }
  return snippets;
}

/** Runs a snippet as a program of its own that finds the packages of this repository, and `files` beside it. */
export async function runSnippet(
  snippet: Snippet,
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<NodeResult> {
  const [result] = await runSnippets([snippet], environment, files);
  if (result === undefined) throw new RangeError("Expected the result of a snippet, got none.");
  return result;
}

/** The same for programs of one folder, one after the other. */
export async function runSnippets(
  snippets: readonly Snippet[],
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly NodeResult[]> {
  const caches = join(root, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, "snippet-"));
  try {
    const program = join(folder, "snippet.mts");
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const results: NodeResult[] = [];
    for (const { code } of snippets) {
      await writeFile(program, code);
      results.push(await runNode({ program: jiti, args: [program], cwd: folder, environment }));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
