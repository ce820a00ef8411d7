import { moduleUrl } from "../lib/module-url.js";

/**
 * The name of the file that called into this package, without folder and suffix. Undefined where that cannot be told: in
 * a program that is one bundle, or where nothing but libraries is on the stack.
 */
export function callerName(): string | undefined {
  try {
    // Everything of this package: its sources, or the folder that it is installed in.
    const own = new URL("..", moduleUrl()).href;
    const files = callingFiles().map((file) => (file.startsWith("/") ? `file://${file}` : file));
    const caller = files.find((file) => !file.startsWith(own) && !isLibrary(file));
    return caller === undefined ? undefined : bareName(caller);
  } catch {
    // A runtime without V8's stack, or one that lets nobody look at it.
    return undefined;
  }
}

const depth = 30;

interface StackSettings {
  prepareStackTrace?: ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined;
  stackTraceLimit: number;
}

/** As the engine knows them: text of a stack would be made with source maps, which takes long. */
function callingFiles(): string[] {
  const engine: StackSettings = Error;
  const { prepareStackTrace, stackTraceLimit } = engine;
  try {
    engine.stackTraceLimit = depth;
    engine.prepareStackTrace = (_error, sites) => sites;
    // What the line above makes of it.
    const sites = new Error("for its stack").stack as unknown as readonly NodeJS.CallSite[];
    return sites.flatMap((site) => site.getFileName() ?? []);
  } finally {
    engine.prepareStackTrace = prepareStackTrace;
    engine.stackTraceLimit = stackTraceLimit;
  }
}

function isLibrary(file: string): boolean {
  return /^(node:|internal\/|<)|[/\\]node_modules[/\\]/.test(file);
}

function bareName(file: string): string | undefined {
  const [path = ""] = file.split(/[?#]/);
  const [, name] = /([^/\\]+?)(?:\.[^./\\]*)?$/.exec(path) ?? [];
  return name === undefined ? undefined : decodeURIComponent(name);
}
