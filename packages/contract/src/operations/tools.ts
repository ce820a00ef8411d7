import type { Tool, ToolInput, ToolUpdate } from "../tool.js";
import { route, type Routes } from "./route.js";

export interface ToolOperations {
  listTools: { response: readonly Tool[] };
  createTool: {
    body: ToolInput;
    response: { readonly inserted: boolean; readonly result: { readonly insertedId: string } };
  };
  updateTool: { body: ToolUpdate; response: { readonly updated: boolean } };
  deleteTool: { query: { function_id: string }; response: { readonly deleted: boolean } };
}

export const toolRoutes: Routes<ToolOperations> = {
  listTools: route("GET /v1/tools", "All tools.", { aliases: ["/tools"] }),
  createTool: route("POST /v1/tools", "Creates a tool.", { aliases: ["/tools"] }),
  updateTool: route("PUT /v1/tools", "Changes the fields that are named of the tool `id`.", {
    aliases: ["/tools"],
  }),
  deleteTool: route("DELETE /v1/tools", "Deletes a tool.", { aliases: ["/tools"] }),
};
