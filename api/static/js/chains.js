// The path explorer with scripts: save the picture as PNG; a line of the picture opens its evidence;
// the address names the link whose evidence is open, so that it can be shared.

const picture = document.querySelector("#picture svg");
const save = document.querySelector("#save-svg");

if (picture && save) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Save as PNG";
  button.addEventListener("click", () => savePng(save.href, save.download.replace(/svg$/, "png")));
  save.after(" ", button);
}

async function savePng(address, name) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }, "image/png");
}

for (const arrow of document.querySelectorAll("#picture .arrow[data-link]")) {
  arrow.addEventListener("click", () => {
    const link = document.querySelector(`.link[data-link="${CSS.escape(arrow.dataset.link)}"]`);
    if (link) {
      document.querySelectorAll(".link.chosen").forEach((other) => other.classList.remove("chosen"));
      link.classList.add("chosen");
      link.querySelector("details").open = true;
      link.scrollIntoView({ block: "center" });
      link.querySelector("summary").focus({ preventScroll: true });
    }
  });
}

for (const link of document.querySelectorAll(".link[id]")) {
  const evidence = link.querySelector(":scope > details");
  evidence.addEventListener("toggle", () => {
    if (evidence.open) {
      history.replaceState(null, "", `#${link.id}`);
    } else if (location.hash === `#${link.id}`) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  });
}

const named = document.getElementById(location.hash.slice(1));
if (named?.matches(".link")) {
  named.querySelector(":scope > details").open = true;
  named.scrollIntoView({ block: "center" });
}
