// <mtkg-term>joint mobilization</mtkg-term>: its definition, for pointer, keys, reader.
const home = new URL("/", import.meta.url);
const known = {};
const look = new CSSStyleSheet();
look.replaceSync(`:host{position:relative}
[tabindex]{text-decoration:dotted underline;cursor:help}
[role]{position:absolute;top:100%;left:0;z-index:9;width:max-content;max-width:min(22em,90vw);padding:.5em;border:1px solid;background:Canvas;color:CanvasText}
[hidden]{display:none}`);

// Exact names only: a page is no place to guess.
const fetched = (name) =>
  (known[name] ??= fetch(new URL(`terms.json?limit=1&q=${encodeURIComponent(name)}`, home))
    .then((it) => it.json())
    .then(({ items: [hit] }) => /^(id|label|synonym)$/.test(hit?.match) && hit)
    .catch(() => 0));

customElements.define(
  "mtkg-term",
  class extends HTMLElement {
    async connectedCallback() {
      const term = await fetched(this.getAttribute("term") || this.textContent.trim());
      if (!term || this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [look];
      const make = (set, inside) => {
        const made = root.appendChild(document.createElement("span"));
        for (const name in set) made.setAttribute(name, set[name]);
        made.append(inside);
        return made;
      };
      make({ tabindex: 0, "aria-describedby": "tip" }, document.createElement("slot"));
      const tip = make({ id: "tip", role: "tooltip", hidden: "" }, `${term.label}: ${term.definition}`);
      const on = (names, show) =>
        names.map((name) =>
          this.addEventListener(name, ({ key }) => {
            if (key && key != "Escape") return;
            tip.hidden = !show;
            tip.style.left = 0;
            tip.style.left = Math.min(0, innerWidth - 8 - tip.getBoundingClientRect().right) + "px";
          }),
        );
      on(["pointerenter", "focusin"], true);
      on(["pointerleave", "focusout", "keydown"], false);
    }
  },
);
