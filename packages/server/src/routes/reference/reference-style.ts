/** The page's own style; it follows the system's colours. */
export const referenceStyle = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #363b45); --dim: light-dark(#5a6473, #9aa4b2); --mark: light-dark(#8a4b00, #f0b429); }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 13rem minmax(0, 60rem); gap: 2rem; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; box-sizing: border-box; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: .4rem; }
nav a { color: inherit; text-decoration: none; } nav a:hover, nav a:focus-visible { text-decoration: underline; }
main { padding: 1.5rem 1rem 6rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
details { margin: .5rem 0; } summary { cursor: pointer; }
code { font: 13px/1.5 ui-monospace, monospace; }
.method { display: inline-block; min-width: 3.6rem; font-weight: 600; color: var(--mark); }
.body { margin: .5rem 0 1rem 1.2rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.older { color: var(--dim); } .dim { color: var(--dim); }
ul.fields { list-style: none; margin: .2rem 0; padding-left: 1.1rem; border-left: 1px solid var(--line); }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } }
`;
