import { readFile, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

const memory = "/dev/shm";
const gibibyte = 2 ** 30;
/** A run of all tests has held 1.5 GiB in files, and 4.5 GiB in all with what else was on the machine. */
const room = { files: 8 * gibibyte, all: 12 * gibibyte };

/**
 * Where tests keep what lasts no longer than they do: in memory where there is plenty, since the tens of thousands of small
 * files of packages and stores take the system ten times as long on a disk.
 */
export async function roomyFolder() {
  if (!(await holdsPrograms(memory))) return tmpdir();
  const { bavail, bsize } = await statfs(memory);
  const isRoomy = bavail * bsize >= room.files && process.availableMemory() >= room.all;
  return isRoomy ? memory : tmpdir();
}

/** Whether a file system in memory is there from which programs may be run, as some of the packages are. */
async function holdsPrograms(folder) {
  const mounts = await readFile("/proc/self/mounts", "utf8").catch(() => "");
  return mounts.split("\n").some((mount) => {
    const [, path, type, options = ""] = mount.split(" ");
    return path === folder && type === "tmpfs" && !options.split(",").includes("noexec");
  });
}
