/** Of commands that have nothing more to explain, by their words. */
export const helpExamples: Readonly<Record<string, readonly string[]>> = {
  honeyhive: [
    "honeyhive dev                           the server and the UI on this machine",
    "honeyhive eval                          every *.eval.ts below this folder",
    "honeyhive runs compare latest branch:main",
    "honeyhive doctor                        when something does not work",
  ],
  "honeyhive dev": [
    "honeyhive dev",
    "honeyhive dev --port 8080 --data-dir /var/lib/honeyhive",
    "honeyhive dev --port 0 --json           a free port; address and key as JSON",
  ],
  "honeyhive serve": [
    "HONEYHIVE_STORE=clickhouse://user:password@host:8123/honeyhive honeyhive serve --host 0.0.0.0",
    "honeyhive serve --config settings.json --print-config",
  ],
  "honeyhive doctor": ["honeyhive doctor", "honeyhive doctor --url https://honeyhive.example.com"],
  "honeyhive runs": [
    "honeyhive runs list",
    "honeyhive runs show latest",
    "honeyhive runs cases latest --failed",
    "honeyhive runs compare latest branch:main",
  ],
  "honeyhive sessions": ["honeyhive sessions list --errors", "honeyhive sessions show latest"],
  "honeyhive datasets": [
    "honeyhive datasets push cases.csv",
    "honeyhive datasets pull support --out cases.csv",
    "honeyhive datasets list",
  ],
  "honeyhive keys create": ["honeyhive keys create ci", "honeyhive keys create web --scopes read"],
  "honeyhive keys list": ["honeyhive keys list --project shop"],
  "honeyhive keys revoke": ["honeyhive keys revoke 6b0179cc394e843625530cb0"],
  "honeyhive store": ["honeyhive store status", "honeyhive store backup ./backup"],
  "honeyhive store status": ["honeyhive store status --json"],
  "honeyhive store copy": [
    "honeyhive store copy --from .honeyhive --to clickhouse://host:8123/honeyhive",
  ],
  "honeyhive store retain": ["honeyhive store retain default --days 30"],
  "honeyhive store erase": ["honeyhive store erase shop --yes"],
  "honeyhive store migrate": ["honeyhive store migrate --store clickhouse://host:8123/honeyhive"],
};
