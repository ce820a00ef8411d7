/**
 * Writes a file beside the one that is there and puts it in its place, so that a reader sees the old text or the new one,
 * whole, however many processes write at once. Links are followed, the mode is kept; what is no file, such as
 * `/dev/stdout`, is written to as it is.
 *
 * @throws the system's error; what was there is as it was
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const files = process.getBuiltinModule("node:fs/promises");
  const target = await files.realpath(path).catch(() => path);
  const existing = await files.stat(target).catch(() => undefined);
  if (existing?.isFile() === false) return files.writeFile(target, text);
  const temporary = `${target}.${process.getBuiltinModule("node:crypto").randomUUID()}`;
  try {
    await files.writeFile(temporary, text);
    if (existing !== undefined) await files.chmod(temporary, existing.mode);
    await files.rename(temporary, target);
  } catch (error) {
    await files.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
