import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const publicDir = fileURLToPath(new URL("../../../public/", import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** A file of the built UI, or its page for an address inside it. */
export async function serveUi(
  request: Request,
  directory = publicDir,
): Promise<Response | undefined> {
  if (!asksForContent(request)) return undefined;
  const { pathname } = new URL(request.url);
  return (await readAsset(directory, pathname)) ?? servePage(request, directory);
}

/** The UI's page, if a browser asks for one, or anybody for the server itself. */
export async function servePage(
  request: Request,
  directory = publicDir,
): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  const accept = request.headers.get("accept") ?? "*/*";
  const wantsPage = accept.includes("text/html") || (pathname === "/" && accept.includes("*/*"));
  const isFile = extname(pathname) !== "";
  if (!asksForContent(request) || !wantsPage || isFile) return undefined;
  return (await readAsset(directory, "/index.html")) ?? missingUi();
}

function asksForContent({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

async function readAsset(directory: string, pathname: string): Promise<Response | undefined> {
  const contentType = contentTypes[extname(pathname)];
  const path = toPath(directory, pathname);
  if (contentType === undefined || path === undefined) return undefined;
  try {
    const bytes = await readFile(path);
    // The build puts a hash into every name below assets/.
    const isHashed = pathname.startsWith("/assets/");
    const cacheControl = isHashed ? "public, max-age=31536000, immutable" : "no-cache";
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": contentType,
        "cache-control": cacheControl,
        "x-content-type-options": "nosniff",
      },
    });
  } catch {
    // No such file: another answer is tried.
    return undefined;
  }
}

function toPath(directory: string, pathname: string): string | undefined {
  try {
    const path = normalize(join(directory, decodeURIComponent(pathname)));
    return path.startsWith(directory.endsWith(sep) ? directory : directory + sep)
      ? path
      : undefined;
  } catch {
    // Not a valid URL encoding.
    return undefined;
  }
}

function missingUi(): Response {
  const page = `<!doctype html><meta charset="utf-8"><title>HoneyHive</title>
<body style="font: 16px/1.6 system-ui; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>HoneyHive is running</h1>
<p>The API works; the web interface is not built. Build it with <code>npm run build</code> and reload this page.</p>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
