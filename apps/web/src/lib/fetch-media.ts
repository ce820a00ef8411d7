export type FetchMedia = (
  media: { readonly eventId: string; readonly sha256: string },
  signal: AbortSignal,
) => Promise<string>;

/** Gets what an event refers to by its hash as a `data:` URL, which pages may show without loading anything. */
export function createFetchMedia(apiKey: string): FetchMedia {
  return async ({ eventId, sha256 }, signal) => {
    const path = `/v1/events/${encodeURIComponent(eventId)}/media/${encodeURIComponent(sha256)}`;
    const response = await fetch(path, { headers: { authorization: `Bearer ${apiKey}` }, signal });
    if (!response.ok) throw new Error(`Expected the image to be kept, got ${response.status}.`);
    return toDataUrl(await response.blob());
  };
}

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(new Error("The image could not be read.")));
    reader.readAsDataURL(blob);
  });
}
