import type { Tool } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { DialogForm } from "../../components/dialog/dialog-form.js";
import { TextArea } from "../../components/form/text-area.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { parseObject } from "../../lib/form/parse-object.js";
import { readForm } from "../../lib/form/read-form.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { toolsKey } from "./queries.js";

const exampleParameters = {
  type: "object",
  properties: { query: { type: "string", description: "What to look for" } },
  required: ["query"],
};

/** Changes a tool, or makes one. */
export function ToolForm(props: {
  /** Undefined for a new one. */
  readonly tool: Tool | undefined;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}): ReactNode {
  const { tool, onClose } = props;
  const api = useApi();
  const cache = useQueryClient();
  const isShown = useIsShown();
  const save = useMutation({
    mutationFn: async (form: FormData) => {
      const body = {
        name: readForm(form, "name").trim(),
        description: readForm(form, "description").trim(),
        parameters: parseObject("Parameters", readForm(form, "parameters")) ?? {},
      };
      if (tool === undefined) {
        return (await api.call("createTool", { body })).result.insertedId;
      }
      await api.call("updateTool", { body: { ...body, id: tool.id } });
      return tool.id;
    },
    onSuccess: async (id) => {
      await cache.invalidateQueries({ queryKey: toolsKey(api) });
      if (!isShown()) return;
      onClose();
      props.onSaved(id);
    },
  });
  return (
    <DialogForm
      title={tool === undefined ? "New tool" : "Edit tool"}
      submit={tool === undefined ? "Create" : "Save"}
      mutation={save}
      onCancel={onClose}
    >
      <TextField
        name="name"
        label="Name, which the model calls it by"
        isRequired
        defaultValue={tool?.name}
      />
      <TextField
        name="description"
        label="What it does, as the model is told"
        defaultValue={tool?.description}
      />
      <TextArea
        name="parameters"
        label="Parameters, a JSON schema"
        defaultValue={JSON.stringify(tool?.parameters ?? exampleParameters, null, 2)}
        rows={12}
        isCode
        isRequired
      />
    </DialogForm>
  );
}
