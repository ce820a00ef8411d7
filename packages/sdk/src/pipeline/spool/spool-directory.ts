import { makeFolder } from "../../lib/make-folder.js";
import type { Destination } from "../transport.js";
import type { SpoolKind } from "./spool-file.js";
import { currentOwner, freeFolderName, isAbandoned, ownedFolderName } from "./spool-owner.js";

/** What the name of a file says of it. */
export interface FileDescription {
  readonly kind: SpoolKind;
  /** Spans in the file; 1 for an update. */
  readonly count: number;
  /** Files of one order are sent one after the other. */
  readonly order?: string | undefined;
}

export interface SpooledFile extends FileDescription {
  /** Sorts by age. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Unix milliseconds. */
  readonly writtenAtMs: number;
}

const pattern =
  /^(?<writtenAtMs>\d+)-\d+-\w+-(?<kind>span|update)-(?<count>\d+)(?:-(?<order>\w+))?\.request$/;

/**
 * The files of one destination on disk. Below its folder each pipeline has one of its own; what an ended process left is
 * taken over file by file, by renaming, so that each file has one taker. Nobody else can read them.
 */
export class SpoolDirectory {
  /** Of the destination: another key or server has another one. */
  readonly path: string;
  private readonly fs = process.getBuiltinModule("node:fs");
  private readonly token = process.getBuiltinModule("node:crypto").randomBytes(6).toString("hex");
  private readonly ownPath: string;
  private isMade = false;
  private writtenCount = 0;

  constructor(root: string, { serverUrl, apiKey }: Destination) {
    const { createHash } = process.getBuiltinModule("node:crypto");
    const digest = createHash("sha256").update(`${serverUrl}\n${apiKey}`).digest("hex");
    this.path = joinPath(root, digest.slice(0, 32));
    this.ownPath = joinPath(this.path, ownedFolderName(currentOwner(), this.token));
  }

  /** @throws when the folder cannot be made or belongs to somebody else */
  open(): void {
    makeFolder(this.path, 0o700);
    const found = this.fs.lstatSync(this.path);
    const user = process.getuid?.();
    if (!found.isDirectory() || (user !== undefined && found.uid !== user)) {
      throw new Error(`${this.path} is not a directory of this user`);
    }
  }

  newName({ kind, count, order }: FileDescription): string {
    const time = String(Date.now()).padStart(14, "0");
    const place = String(++this.writtenCount).padStart(8, "0");
    const tail = order === undefined ? "" : `-${order}`;
    return `${time}-${place}-${this.token}-${kind}-${count}${tail}.request`;
  }

  /** Appears whole or not at all. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.make();
    const temporary = this.pathOf(`${name}.tmp`);
    await this.fs.promises.writeFile(temporary, bytes, { mode: 0o600 });
    await this.fs.promises.rename(temporary, this.pathOf(name));
  }

  writeSync(name: string, bytes: Uint8Array): void {
    this.make();
    const temporary = this.pathOf(`${name}.last`);
    this.fs.writeFileSync(temporary, bytes, { mode: 0o600 });
    this.fs.renameSync(temporary, this.pathOf(name));
  }

  read(name: string): Promise<Buffer> {
    return this.fs.promises.readFile(this.pathOf(name));
  }

  async remove(name: string): Promise<void> {
    await this.fs.promises.unlink(this.pathOf(name)).catch(ignoreAbsence);
  }

  /** Takes over what nobody owns any more. @returns what is now this pipeline's, oldest first */
  async adopt(): Promise<SpooledFile[]> {
    const adopted: SpooledFile[] = [];
    for (const folder of await this.fs.promises.readdir(this.path).catch(() => [])) {
      const path = joinPath(this.path, folder);
      if (path === this.ownPath || !(await this.isAbandoned(folder))) continue;
      for (const name of await this.fs.promises.readdir(path).catch(() => [])) {
        const entry = await this.take(path, name);
        if (entry !== undefined) adopted.push(entry);
      }
      // Another taker may be at it.
      await this.fs.promises.rmdir(path).catch(() => undefined);
    }
    return adopted.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** Says that this owner is alive, to those who cannot ask for its process. */
  async touch(): Promise<void> {
    const now = new Date();
    if (this.isMade) await this.fs.promises.utimes(this.ownPath, now, now).catch(() => undefined);
  }

  /** Leaves what is left to whoever comes next. */
  release(): void {
    if (!this.isMade) return;
    this.isMade = false;
    try {
      this.fs.rmdirSync(this.ownPath);
    } catch {
      // Not empty.
      this.fs.renameSync(this.ownPath, joinPath(this.path, freeFolderName(this.token)));
    }
  }

  private async isAbandoned(folder: string): Promise<boolean> {
    const found = await this.fs.promises.stat(joinPath(this.path, folder)).catch(() => undefined);
    return found !== undefined && isAbandoned(folder, Date.now() - found.mtimeMs);
  }

  private async take(folder: string, name: string): Promise<SpooledFile | undefined> {
    const path = joinPath(folder, name);
    const described = pattern.exec(name)?.groups;
    if (described === undefined) {
      // Was being written when its process ended.
      await this.fs.promises.unlink(path).catch(() => undefined);
      return undefined;
    }
    try {
      this.make();
      await this.fs.promises.rename(path, this.pathOf(name));
      const { size } = await this.fs.promises.stat(this.pathOf(name));
      return {
        name,
        sizeBytes: size,
        writtenAtMs: Number(described["writtenAtMs"]),
        kind: described["kind"] === "span" ? "span" : "update",
        count: Number(described["count"]),
        order: described["order"],
      };
    } catch {
      // Somebody else was faster.
      return undefined;
    }
  }

  private make(): void {
    if (this.isMade) return;
    makeFolder(this.ownPath, 0o700);
    this.isMade = true;
  }

  private pathOf(name: string): string {
    return joinPath(this.ownPath, name);
  }
}

function ignoreAbsence(error: unknown): void {
  if ((error as { readonly code?: unknown }).code !== "ENOENT") throw error;
}

function joinPath(...parts: readonly string[]): string {
  return process.getBuiltinModule("node:path").join(...parts);
}
