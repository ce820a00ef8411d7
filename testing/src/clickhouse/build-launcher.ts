import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The library of the embedded engine holds all of ClickHouse, and a function that is `clickhouse-local`'s main.
 * The launcher ends with whoever started it.
 */
const source = `
#include <dlfcn.h>
#include <stdio.h>
#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

int main(int argc, char **argv) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  void *library = argc < 2 ? NULL : dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  void *(*run)(int, char **) = library ? (void *(*)(int, char **))dlsym(library, "chdb_query_cmdline") : NULL;
  if (!run) {
    fprintf(stderr, "%s\\n", argc < 2 ? "Expected the path of libchdb." : dlerror());
    return 2;
  }
  argv[1] = "clickhouse-local";
  run(argc - 1, argv + 1);
  return 0;
}
`;

/** Compiles the launcher, once for each version of its source, and resolves to its path. */
export async function buildLauncher(): Promise<string> {
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const path = join(tmpdir(), `honeyhive-clickhouse-${hash}`);
  if (existsSync(path)) return path;
  const own = `${path}-${randomUUID()}`;
  await writeFile(`${own}.c`, source);
  await promisify(execFile)("cc", ["-O1", "-o", own, `${own}.c`, "-ldl"]).catch(
    (cause: unknown) => {
      throw new Error(
        "Expected a C compiler to build the launcher of ClickHouse, but `cc` failed. Install gcc and libc6-dev, or Xcode's tools.",
        { cause },
      );
    },
  );
  // Whoever comes second replaces the same program.
  await rename(own, path);
  return path;
}
