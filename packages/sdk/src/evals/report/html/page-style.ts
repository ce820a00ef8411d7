/** Of the HTML report. Colours follow the reader's system. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #5c6672; --line: #d9dee4; --ground: #ffffff; --panel: #f5f7f9; --good: #17743b; --bad: #b42318; --unsure: #8a5a00; --accent: #8a6100; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --faint: #9aa5b1; --line: #353c44; --ground: #14171a; --panel: #1d2125; --good: #5cc98a; --bad: #ff8f85; --unsure: #e5b567; --accent: #f2c14e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
section.run + section.run { border-top: 2px solid var(--line); margin-top: 3rem; padding-top: 2rem; }
.facts { color: var(--faint); margin: 0; overflow-wrap: anywhere; } .facts a { color: inherit; }
.verdict { font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); }
.note { border-left: 3px solid var(--accent); background: var(--panel); padding: .5rem .75rem; margin: 1rem 0 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
th { color: var(--faint); font-weight: 500; font-size: .85rem; } th:first-child, td:first-child, td.text, th.text { text-align: left; }
td.text { white-space: normal; overflow-wrap: anywhere; min-width: 12rem; }
meter { width: 6rem; vertical-align: middle; }
ul.plain { list-style: none; padding: 0; margin: 0; } ul.plain li { padding: .2rem 0; overflow-wrap: anywhere; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--panel); padding: .6rem .75rem; margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22rem; overflow-y: auto; }
.controls { display: flex; gap: .5rem; flex-wrap: wrap; align-items: center; margin: .5rem 0; } .controls output { color: var(--faint); }
input, select, button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .3rem .6rem; } input[type=search] { flex: 1 1 16rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button.row { background: none; border: 0; padding: 0; text-align: left; font: 13px/1.45 ui-monospace, monospace; text-decoration: underline dotted; cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; } dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
details > summary { cursor: pointer; } summary h2 { display: inline-block; margin-bottom: 0; } [hidden] { display: none !important; }
`;
