import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { queuesKey } from "../../lib/api/queue-queries.js";
import { readForm } from "../../lib/form/read-form.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { listedKinds, parseListedKind } from "./model/listed-kind.js";
import { toFilters } from "./queries.js";
import type { SessionsSearch } from "./search.js";

/** Makes a queue, for people to work through, of the sessions or spans that the filters keep. */
export function QueueThese({ search }: { readonly search: SessionsSearch }): ReactNode {
  const label = labelOf(search);
  return (
    <DialogButton text="Queue these" icon={ListChecks} look="quiet" label={`Queue these ${label}`}>
      {(onClose) => <QueueForm search={search} onClose={onClose} />}
    </DialogButton>
  );
}

function labelOf({ kind }: SessionsSearch): string {
  return listedKinds[parseListedKind(kind)].label.toLowerCase();
}

function QueueForm(props: {
  readonly search: SessionsSearch;
  readonly onClose: () => void;
}): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isShown = useIsShown();
  const creation = useMutation({
    mutationFn: (form: FormData) =>
      api.call("createQueue", {
        body: {
          name: readForm(form, "name").trim(),
          filters: { filterArray: toFilters(props.search) },
        },
      }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: queuesKey(api) });
      if (!isShown()) return;
      props.onClose();
      await navigate({ to: "/queues" });
    },
  });
  return (
    <DialogForm
      title={`Queue these ${labelOf(props.search)}`}
      submit="Create"
      mutation={creation}
      onCancel={props.onClose}
    >
      <p className="text-muted">
        People review them one after the other. What matches later comes into the queue, too; of
        many it holds the newest 1,000. How far back the list goes makes no difference.
      </p>
      <TextField name="name" label="Name" isRequired />
    </DialogForm>
  );
}
