import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { runNode } from "../support/run-node.js";
import { readSnippets } from "./run-snippet.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const program = join(root, "packages/cli/dist/bin.js");

test("the evaluation of docs/cli.md runs by the commands that stand below it", async () => {
  const [evaluation] = await readSnippets("docs/cli.md");
  const [commands] = await readSnippets("docs/cli.md", "sh");
  // Inside of the repository, so that its packages are found.
  const caches = join(root, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, "cli-docs-"));
  try {
    await writeFile(join(folder, "capitals.eval.ts"), evaluation?.code ?? "");
    const lines = (commands?.code ?? "").trim().split("\n");
    expect(lines).toHaveLength(7);
    await onBranch("main", folder);
    const ran: string[] = [];
    for (const line of lines) {
      const [command = ""] = line.split("#");
      const args = command.trim().split(/\s+/).slice(1);
      const isWatch = args.includes("--watch");
      const { exitCode, stdout, stderr } = await runNode({
        program,
        cwd: folder,
        args: [...args, "--no-server"],
        ...(isWatch ? { interruptAt: "Waiting for changes. Stop with Ctrl-C." } : {}),
      });
      expect({ command, exitCode, stderr }).toMatchObject({ exitCode: isWatch ? 130 : 0 });
      expect(stdout).toContain("capitals: ");
      ran.push(stdout);
    }
    expect(ran[0]).toContain("1 passed · 1 failed");
    expect(ran[0]).toMatch(/npx honeyhive eval capitals\.eval\.ts --case EXT-\w{16} --no-server/);
    expect(ran[1]).toContain("1 of 2 cases selected: sample of 1, seed 1");
    expect(ran[2]).toMatch(/^ {2}region +passed +exact_match$/m);
    expect(ran[3]).toContain("1 of 2 cases selected: metadata region=Asia");
    expect(ran[4]).toContain("capitals against capitals: 2 cases paired, 0 added, 0 removed");
    expect(ran[5]).toContain("1 passed · 1 failed");
    expect(ran[6]).toContain("Cache (read-write): function 0 hits, 0 misses");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** A repository of its own: baselines are looked for by its branch. */
async function onBranch(name: string, cwd: string): Promise<void> {
  const git = (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)(
      "git",
      ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args],
      { cwd },
    );
  await git("init", "--quiet", "--initial-branch", name);
  await git("commit", "--quiet", "--allow-empty", "--message", "Start");
}
