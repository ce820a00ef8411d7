import { spawnSync } from "node:child_process";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

const isolate = ["--map-root-user", "--mount"];

/**
 * The command that runs another one while the file system of a folder is full: one in memory, which nobody else sees and
 * which ends with the process. Where the system lets nobody mount, no file may grow instead.
 */
export function onFullDisk(folder: string, words: readonly string[]): Command {
  const mount = `mount -t tmpfs -o size=64k full ${quote(folder)}`;
  const canMount = spawnSync("unshare", [...isolate, "sh", "-c", mount]).status === 0;
  if (!canMount) {
    const script = `trap '' XFSZ; ulimit -f 0; exec "$@"`;
    return { program: "sh", args: ["-c", script, "sh", ...words] };
  }
  const fill = `cat /dev/zero > ${quote(`${folder}/filler`)} 2> /dev/null`;
  const script = `${mount} && { ${fill} || exec "$@"; }`;
  return {
    program: "unshare",
    args: [...isolate, "sh", "-c", script, "sh", ...words],
  };
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
