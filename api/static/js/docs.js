// Swagger UI over this server's own description, with nothing asked of any other host.

window.addEventListener("load", () => {
  standAside();
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger",
    validatorUrl: null,
    // Without deep links no operation's button holds a link, which assistive tools could not reach.
    deepLinking: false,
    defaultModelsExpandDepth: -1,
  });
});

// Swagger UI brings a main landmark of its own, and a page has one.
function standAside() {
  const main = document.querySelector("main");
  const box = document.createElement("div");
  box.id = main.id;
  box.className = main.className;
  box.tabIndex = -1;
  box.append(...main.childNodes);
  main.replaceWith(box);
}
