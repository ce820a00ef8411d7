import {
  reviewKey,
  type Event,
  type EventUpdate,
  type JsonObject,
  type Metric,
} from "@honeyhive/contract";

/** A question of the project's that people answer about a span; the answer becomes a metric of the span. */
export interface ReviewQuestion {
  readonly name: string;
  readonly asks: string;
  readonly answer:
    | { readonly kind: "number" | "text" }
    /** In the order in which they are offered. */
    | { readonly kind: "choice"; readonly options: readonly ReviewOption[] };
}

interface ReviewOption {
  readonly label: string;
  readonly value: string | number | boolean;
}

/** Beyond this a scale is typed, not clicked. */
const longestScale = 10;

export function toQuestions(
  metrics: readonly Pick<
    Metric,
    "name" | "type" | "criteria" | "return_type" | "scale" | "categories"
  >[],
): readonly ReviewQuestion[] {
  return metrics
    .filter(({ type }) => type === "HUMAN")
    .map((metric) => ({ name: metric.name, asks: metric.criteria, answer: answerOf(metric) }));
}

function answerOf(
  metric: Pick<Metric, "return_type" | "scale" | "categories">,
): ReviewQuestion["answer"] {
  const { return_type: returnType, scale, categories } = metric;
  switch (returnType) {
    case "boolean":
      return { kind: "choice", options: yesOrNo };
    case "categorical": {
      const labels = (categories ?? []).map(({ category }) => category);
      if (labels.length === 0) return { kind: "text" };
      return { kind: "choice", options: labels.map((value) => ({ label: value, value })) };
    }
    case "float":
      return scale !== null && scale <= longestScale
        ? { kind: "choice", options: wholeNumbers(scale) }
        : { kind: "number" };
    case "string":
      return { kind: "text" };
    default:
      returnType satisfies never;
      return { kind: "text" };
  }
}

const yesOrNo: readonly ReviewOption[] = [
  { label: "yes", value: true },
  { label: "no", value: false },
];

function wholeNumbers(scale: number): readonly ReviewOption[] {
  return Array.from({ length: scale }, (_, index) => ({
    label: String(index + 1),
    value: index + 1,
  }));
}

/** Names of the form's fields. */
export const reviewField = {
  isGood: "isGood",
  comment: "comment",
  answerTo: ({ name }: ReviewQuestion): string => `answer ${name}`,
} as const;

/** What a form says now, and what it started with: what is the same in both stays as others may have changed it since. */
export interface Answers {
  readonly read: (field: string) => string;
  readonly before: Readonly<Record<string, string>>;
}

/** What a filled-in form changes of the event: what it started with and is empty now is taken back, as null. */
export function toUpdate(
  { read, before }: Answers,
  questions: readonly ReviewQuestion[],
): Pick<EventUpdate, "feedback" | "metrics"> {
  const feedback: JsonObject = {};
  const metrics: JsonObject = {};
  const set = (
    target: JsonObject,
    key: string,
    field: string,
    answer: ReviewQuestion["answer"],
  ) => {
    const text = read(field).trim();
    if (text === (before[field] ?? "").trim()) return;
    const value = parseAnswer(text, answer);
    if (value !== undefined) target[key] = value;
    else if (before[field] !== undefined) target[key] = null;
  };
  set(feedback, reviewKey.isGood, reviewField.isGood, { kind: "choice", options: yesOrNo });
  set(feedback, reviewKey.comment, reviewField.comment, { kind: "text" });
  for (const question of questions) {
    set(metrics, question.name, reviewField.answerTo(question), question.answer);
  }
  return { feedback, metrics };
}

/** Whether anything stands in the form. */
export function saysSomething(
  read: Answers["read"],
  questions: readonly ReviewQuestion[],
): boolean {
  const fields = [reviewField.isGood, reviewField.comment, ...questions.map(reviewField.answerTo)];
  return fields.some((field) => read(field).trim() !== "");
}

function parseAnswer(text: string, answer: ReviewQuestion["answer"]): unknown {
  if (text === "") return undefined;
  switch (answer.kind) {
    case "choice":
      return answer.options.find(({ value }) => String(value) === text)?.value;
    case "number":
      return Number(text);
    case "text":
      return text;
    default:
      answer satisfies never;
      return undefined;
  }
}

/** What stands in the form at first: what was said before. */
export function saidBefore(
  { feedback, metrics }: Pick<Event, "feedback" | "metrics">,
  questions: readonly ReviewQuestion[],
): Readonly<Record<string, string>> {
  const kept: readonly (readonly [string, unknown])[] = [
    [reviewField.isGood, feedback[reviewKey.isGood]],
    [reviewField.comment, feedback[reviewKey.comment]],
    ...questions.map(
      (question) => [reviewField.answerTo(question), metrics[question.name]] as const,
    ),
  ];
  return Object.fromEntries(
    kept.flatMap(([field, value]) =>
      ["string", "number", "boolean"].includes(typeof value) ? [[field, String(value)]] : [],
    ),
  );
}
