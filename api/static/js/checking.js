// What the pages of the two checks do with scripts: take a dropped file, refuse one that is too
// large before it is sent, count the wordings taken, and copy the corrected text.

const form = document.querySelector("form[data-drop]");
const take = document.querySelector("#take");

if (form) {
  const file = form.querySelector("input[type=file]");
  const area = form.querySelector("textarea");
  file.addEventListener("change", () => judgeSize(file));
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) {
      form.classList.remove("over");
    }
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      file.files = event.dataTransfer.files;
      judgeSize(file);
      file.focus();
    }
  });
  area.addEventListener("paste", () => setTimeout(() => guessForm(area)));
}

function judgeSize(input) {
  const most = Number(input.dataset.most);
  const size = input.files[0]?.size ?? 0;
  const said = size > most ? `This file has ${megabytes(size)} MB; up to ${megabytes(most)} MB are read.` : "";
  input.setCustomValidity(said);
  if (said) {
    input.reportValidity();
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

// Text that starts with a tag of a page was copied from a page's source.
function guessForm(area) {
  const select = form.querySelector("select");
  if (select && /^\s*<(!doctype|html|head|body|main|article|section|div|p|h[1-6]|ul|ol)\b/i.test(area.value)) {
    select.value = "html";
  }
}

if (take && Number(take.dataset.offered)) {
  const first = document.querySelector(".take");
  const said = document.createElement("p");
  said.className = "small";
  said.setAttribute("role", "status");
  first.after(said);
  const count = () => {
    const taken = [...new FormData(take)].filter(([name, value]) => /^fix(-|$)/.test(name) && value);
    said.textContent = `${taken.length} of ${take.dataset.offered} wordings taken.`;
  };
  document.addEventListener("change", count);
  count();
}

if (take && navigator.clipboard) {
  const fixed = document.querySelector("button[formaction$='format=fixed']");
  if (fixed) {
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "quiet";
    copy.textContent = "Copy to the clipboard";
    copy.addEventListener("click", async () => {
      const answer = await fetch(fixed.getAttribute("formaction"), { method: "POST", body: new FormData(take) });
      if (answer.ok) {
        await navigator.clipboard.writeText(await answer.text());
        copy.textContent = "Copied";
        setTimeout(() => (copy.textContent = "Copy to the clipboard"), 3000);
      } else {
        copy.textContent = "Could not be copied";
      }
    });
    fixed.after(" ", copy);
  }
}
