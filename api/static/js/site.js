// What every page does with scripts: suggestions below search fields.
// A combobox as the ARIA Authoring Practices describe it; without scripts the forms work as they are.

const WAIT_MS = 120;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  suggest(input);
}

function suggest(input) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `${input.id}-options`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (option) => {
    if (input.dataset.suggest === "go") {
      location.assign(`/terms/${encodeURIComponent(option.dataset.id)}`);
      return;
    }
    input.value = option.dataset.label;
    close();
  };

  const mark = (at) => {
    const options = [...list.children];
    chosen = (at + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const show = (items) => {
    list.replaceChildren(...items.map((item, n) => row(item, `${list.id}-${n}`)));
    chosen = -1;
    input.setAttribute("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const typed = input.value.trim();
    const mine = ++asked;
    if (!typed) {
      close();
      return;
    }
    const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, {
      headers: { accept: "application/json" },
    });
    if (answer.ok && mine === asked && document.activeElement === input) {
      show((await answer.json()).items);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (!list.children.length) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) {
      event.preventDefault();
      take(option);
    }
  });
}

function row(item, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.id = item.id;
  option.dataset.label = item.label;
  const name = document.createElement("span");
  name.textContent = item.name === item.label ? item.label : `${item.name} (${item.label})`;
  const kind = document.createElement("small");
  kind.textContent = item.kind.toLowerCase();
  option.append(name, kind);
  return option;
}
