import { moduleUrl } from "./module-url.js";

const frame =
  /^\s+at (?:[^/\\]*? \()?((?:file:\/\/|\/|[A-Za-z]:[/\\]).+?)(?:\?[^:]*)?(:\d+:\d+)\)?$/;
const ofOthers = /[/\\]node_modules[/\\]|\(eval at /;
/** Frames are behind the message, however long that is. */
const maxLength = 10_000;

/**
 * Where in the caller's own code something was thrown, such as `src/answer.ts:3:17`: the first place of the stack that is
 * neither Node's, nor ours, nor that of a package. Below the current folder it is relative to that. Undefined where no
 * place is the caller's, and for what has no stack.
 */
export function throwSite(stack: string | undefined): string | undefined {
  try {
    // Everything of this package: its sources, or the folder that it is installed in.
    const own = pathOf(new URL("..", moduleUrl()).href);
    for (const line of stack?.slice(-maxLength).split("\n") ?? []) {
      const [, place = "", position = ""] = frame.exec(line) ?? [];
      if (place === "" || ofOthers.test(line)) continue;
      const path = pathOf(place);
      if (!path.startsWith(own)) return `${shorten(path)}${position}`;
    }
  } catch {
    // A runtime without files, or an address that is none.
  }
  return undefined;
}

function pathOf(place: string): string {
  if (!place.startsWith("file://")) return place;
  return process.getBuiltinModule("node:url").fileURLToPath(place);
}

function shorten(path: string): string {
  const modulePath = process.getBuiltinModule("node:path");
  const near = modulePath.relative(process.cwd(), path);
  return near.startsWith(`..${modulePath.sep}`) ? path : near;
}
