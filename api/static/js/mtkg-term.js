// <mtkg-term>joint mobilization</mtkg-term>: the definition of a term, shown where it is pointed at.
// Add <script type="module" src="https://HOST/static/js/mtkg-term.js"></script> to a page.
const home = new URL("/", import.meta.url);
const known = new Map();

const fetched = (name) => {
  if (!known.has(name))
    known.set(
      name,
      fetch(new URL(`terms.json?limit=1&q=${encodeURIComponent(name)}`, home))
        .then((answer) => answer.json())
        // Only an exact name is defined: a guess would put words into the page's mouth.
        .then(({ items: [hit] }) => (["id", "label", "synonym"].includes(hit?.match) ? hit : null))
        .catch(() => null),
    );
  return known.get(name);
};

customElements.define(
  "mtkg-term",
  class extends HTMLElement {
    connectedCallback() {
      this.tabIndex = 0;
      this.style.cssText = "text-decoration:underline dotted;cursor:help";
      for (const event of ["pointerenter", "focus"])
        this.addEventListener(event, () => this.define(), { once: true });
    }
    async define() {
      const term = await fetched(this.getAttribute("term") || this.textContent.trim());
      if (!term) return;
      this.title = `${term.label}: ${term.definition} (mtkg)`;
      this.setAttribute("aria-description", term.definition);
    }
  },
);
