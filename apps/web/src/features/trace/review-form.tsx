import { useQuery } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState, type ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { FormButtons } from "../../components/form/form-buttons.js";
import { RadioRow } from "../../components/form/radio-row.js";
import { useApi } from "../../lib/api/api-context.js";
import { readForm } from "../../lib/form/read-form.js";
import {
  reviewField,
  saidBefore,
  saysSomething,
  toUpdate,
  type Answers,
  type ReviewQuestion,
} from "./model/review.js";
import { questionsQuery } from "./queries.js";
import { useReview, type ReviewedEvent } from "./use-review.js";

/** What a person thinks of a span: good or bad, why, and answers to what the project asks. */
export function ReviewForm(props: ReviewedEvent & { readonly onClose: () => void }): ReactNode {
  const questions = useQuery(questionsQuery(useApi())).data;
  const reviewing = useReview(props);
  // The form starts with what was said: it waits until it knows what is asked, and what its buttons do.
  if (questions === undefined || !reviewing.isReady) return null;
  return <KnownForm {...props} {...reviewing} questions={questions} />;
}

function KnownForm(
  props: ReviewedEvent &
    ReturnType<typeof useReview> & {
      readonly questions: readonly ReviewQuestion[];
      readonly onClose: () => void;
    },
): ReactNode {
  const { event, goOn, onClose, questions, queueId, review } = props;
  // What others say while it is open is theirs.
  const [before] = useState(() => saidBefore(event, questions));
  const save = (read: Answers["read"], onSuccess = onClose): void => {
    const update = toUpdate({ read, before }, questions);
    review.mutate({ update, isReviewed: saysSomething(read, questions) }, { onSuccess });
  };
  return (
    <form
      aria-label="Review"
      // Who works through a queue has come to answer.
      ref={queueId === undefined ? undefined : focusFirst}
      className="flex flex-col gap-3 border-b border-line bg-canvas p-3"
      onKeyDown={(press) => {
        if (press.key === "Escape") onClose();
        const isSent = press.key === "Enter" && (press.ctrlKey || press.metaKey);
        // Once, and not the next form, too, while the keys are held.
        if (isSent && !press.repeat && !review.isPending) press.currentTarget.requestSubmit();
      }}
      onSubmit={(submit) => {
        submit.preventDefault();
        const form = new FormData(submit.currentTarget);
        const isStaying = submitterOf(submit.nativeEvent) === staying;
        save((field) => readForm(form, field), isStaying ? onClose : goOn);
      }}
    >
      <ReviewFields questions={questions} before={before} />
      <FormButtons
        submit={goOn === undefined ? "Save" : "Save and next"}
        error={review.error}
        isPending={review.isPending}
        onCancel={onClose}
      >
        {goOn !== undefined && <SaveAndStay isDisabled={review.isPending} />}
        {Object.keys(before).length > 0 && (
          <Button
            look="quiet"
            className="ml-auto"
            disabled={review.isPending}
            onClick={() => save(() => "")}
          >
            Clear review
          </Button>
        )}
      </FormButtons>
    </form>
  );
}

function SaveAndStay({ isDisabled }: { readonly isDisabled: boolean }): ReactNode {
  return (
    <button type="submit" name={staying} disabled={isDisabled} className={buttonClass()}>
      Save
    </button>
  );
}

function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector("input")?.focus();
}

/** Name of the button that saves and stays. */
const staying = "stay";

function submitterOf(event: globalThis.Event): string | undefined {
  const submitter = event instanceof SubmitEvent ? event.submitter : null;
  return submitter instanceof HTMLButtonElement ? submitter.name : undefined;
}

function ReviewFields(props: {
  readonly questions: readonly ReviewQuestion[];
  readonly before: Answers["before"];
}): ReactNode {
  const { questions, before } = props;
  return (
    <>
      <RadioRow
        legend="This is"
        name={reviewField.isGood}
        options={verdicts}
        defaultValue={before[reviewField.isGood]}
      />
      {questions.map((question) => (
        <Question
          key={question.name}
          question={question}
          before={before[reviewField.answerTo(question)]}
        />
      ))}
      <label className="flex flex-col gap-1">
        <span className="text-xs text-muted">Comment</span>
        <textarea
          name={reviewField.comment}
          defaultValue={before[reviewField.comment]}
          rows={2}
          className="rounded-md border border-line-strong bg-surface px-2 py-1"
        />
      </label>
    </>
  );
}

const verdicts = [
  {
    value: "true",
    label: (
      <>
        <ThumbsUp aria-hidden="true" className="size-3.5" /> good
      </>
    ),
  },
  {
    value: "false",
    label: (
      <>
        <ThumbsDown aria-hidden="true" className="size-3.5" /> bad
      </>
    ),
  },
] as const;

function Question(props: {
  readonly question: ReviewQuestion;
  readonly before: string | undefined;
}): ReactNode {
  const { question, before } = props;
  const { answer, name, asks } = question;
  const field = reviewField.answerTo(question);
  const legend = asks === "" ? name : `${name}: ${asks}`;
  if (answer.kind === "choice") {
    return (
      <RadioRow
        legend={legend}
        name={field}
        options={answer.options.map(({ label, value }) => ({ label, value: String(value) }))}
        defaultValue={before}
      />
    );
  }
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{legend}</span>
      <input
        name={field}
        type={answer.kind}
        step="any"
        defaultValue={before}
        className="h-7 max-w-72 rounded-md border border-line-strong bg-surface px-2"
      />
    </label>
  );
}
