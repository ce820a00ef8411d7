import { createHash } from "node:crypto";

import type { EventPatch } from "./event-patch.js";

/**
 * What tells a post that comes again from one that says something else. Not of it: its session, which may be made for
 * each request, and never changes.
 */
export function digestOfPost(input: object & { readonly session_id?: unknown }): string {
  const { session_id: _, ...said } = input;
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 16);
}

/** A change of an event, by the id that it is stored under. */
export interface NamedPatch {
  readonly patchId: string;
  readonly patch: EventPatch;
}

/** The id of the change that a post is where its event is there already. */
export function patchIdOfPost(digest: string): string {
  return `${postPrefix}${digest}`;
}

const postPrefix = "post:";

/**
 * Changes without posts that came again: a proxy has sent them once more, and what was said in between stays. Of posts
 * that are the same the first counts, which the event itself may be. A change that was taken back is none.
 */
export function withoutRepeats(patches: readonly NamedPatch[], postDigest: string): EventPatch[] {
  const counted = new Set([patchIdOfPost(postDigest)]);
  return patches
    .filter(({ patchId, patch }) => {
      if (!patchId.startsWith(postPrefix) || Object.keys(patch).length === 0) return true;
      const isFirst = !counted.has(patchId);
      counted.add(patchId);
      return isFirst;
    })
    .map(({ patch }) => patch);
}
