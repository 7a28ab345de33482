// A file dropped on the draft form fills it.

const form = document.querySelector("form[data-drop]");
const text = form?.querySelector("textarea");

if (form && text) {
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", async (event) => {
    const file = event.dataTransfer?.files[0];
    if (file) {
      event.preventDefault();
      text.value = await file.text();
    }
  });
}
