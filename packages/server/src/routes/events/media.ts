import { HttpError } from "../../lib/http-error.js";
import { findMedia } from "../../queries/find-media.js";
import type { RouteHandler } from "../route-handler.js";

/** What browsers may show; everything else is downloaded. */
const shown = /^(image\/(png|jpeg|gif|webp|avif)|(audio|video)\/[\w.+-]+)$/;

/**
 * `GET /v1/events/{event_id}/media/{sha256}`: the bytes that an event refers to, as they were sent. Whatever they are,
 * a browser runs nothing of them.
 */
export const getMedia: RouteHandler = async ({ params, project }, { store }) => {
  const { event_id: eventId = "", sha256 = "" } = params;
  const [media] = await store.select(findMedia(project.id, eventId.toLowerCase(), sha256));
  if (media === undefined) {
    throw new HttpError(
      404,
      "EVENT_NOT_FOUND",
      `Expected media of an event of the project, got none with this hash for \`${eventId}\`. ` +
        "Events name them as `sha256` in `image_url` and `file`; what was larger than 16 MB was not kept.",
    );
  }
  const isMimeType = /^[\w.+-]+\/[\w.+-]+$/.test(media.mimeType);
  return new Response(media.bytes, {
    headers: {
      "content-type": isMimeType ? media.mimeType : "application/octet-stream",
      "content-disposition": shown.test(media.mimeType) ? "inline" : "attachment",
      "content-security-policy": "default-src 'none'; sandbox",
      // The hash names the content, but it may be deleted and the key revoked.
      "cache-control": "private, max-age=300",
    },
  });
};
