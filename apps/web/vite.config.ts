import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type ProxyOptions } from "vite";

const api: ProxyOptions = {
  target: "http://127.0.0.1:4747",
  // Pages and API share paths such as `/runs`; a browser asking for a page gets the app.
  bypass: (request) => (request.headers.accept?.includes("text/html") ? "/index.html" : undefined),
};

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  build: {
    outDir: "../../packages/server/public",
    emptyOutDir: true,
    target: "es2023",
    // What several pages share is one file instead of thirty small ones.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 4 }] } },
    },
  },
  server: { proxy: { "/v1": api, "/local": api, "/health": api } },
});
