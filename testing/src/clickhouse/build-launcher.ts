import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The library of the embedded engine holds all of ClickHouse, and a function that is `clickhouse-local`'s main.
 * The launcher ends with whoever started it. Its standard input is a terminal of its own, because `clickhouse-local` ends
 * at the first connection that breaks where it is none (ClickHouse issue 115666, repaired by 115715).
 */
const source = `
#define _XOPEN_SOURCE 600
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static int openTerminal(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
  int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  return terminal < 0 ? -1 : dup2(terminal, STDIN_FILENO);
}

int main(int argc, char **argv) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (openTerminal() != STDIN_FILENO) {
    perror("Expected a terminal to be made");
    return 2;
  }
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
