import { countOf } from "../format.js";
import { annotationKinds, type Annotation, type AnnotationKind } from "./annotation.js";

/** GitHub shows no more of a kind for a step. */
export const maxAnnotations = 10;

/** As many of each kind as there is room for beside those that were shown before, and how many more there are. */
export function fitAnnotations(
  annotations: readonly Annotation[],
  shown: Readonly<Record<AnnotationKind, number>>,
): Annotation[] {
  return annotationKinds.flatMap((kind) => {
    const ofKind = annotations.filter((annotation) => annotation.kind === kind);
    const room = Math.max(0, maxAnnotations - shown[kind]);
    if (ofKind.length <= room) return ofKind;
    if (room === 0) return [];
    const rest = ofKind.length - room + 1;
    const title = countOf(rest, `more ${kind}`);
    const message = `GitHub shows ${maxAnnotations} of a kind for a step. The summary of the job and other reports have more of them.`;
    return [...ofKind.slice(0, room - 1), { kind, title, message, places: [] }];
  });
}
