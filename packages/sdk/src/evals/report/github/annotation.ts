/** What GitHub shows beside the code, on the page of a run and on a pull request. */
export interface Annotation {
  /** Errors are what fails the command, warnings what went wrong and does not. */
  readonly kind: AnnotationKind;
  readonly title: string;
  readonly message: string;
  /** Such as `src/answer.ts:3:17`, or a file alone. The first that GitHub has the code of is where it is shown. */
  readonly places: readonly (string | undefined)[];
}

export const annotationKinds = ["error", "warning"] as const;

export type AnnotationKind = (typeof annotationKinds)[number];
