import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";

/** The text of a file with three cases, all of which pass. */
export const evaluation = (more = ""): string => `
  interface Inputs { n: number }
  export default {
    journal: false,
    dataset: [1, 2, 3].map((n) => ({ inputs: { n }, groundTruth: n * 2 })),
    function: ({ inputs }: { inputs: Inputs }) => inputs.n * 2,
    evaluators: [function exact(output: number, _: Inputs, truth: number) { return output === truth; }],
    ${more}
  };
`;

export async function folderWith(
  files: Readonly<Record<string, string>>,
): Promise<TemporaryDirectory> {
  const folder = await makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder.path, name, ".."), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}
