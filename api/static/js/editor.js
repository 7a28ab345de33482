// Yasgui on this server's endpoint alone: classes, properties and prefixes come from here, examples
// from the catalogue, and nothing is asked of any other host.

const ENDPOINT = new URL("/sparql", location.href).href;
const PREFIXES = {
  mtkg: "https://w3id.org/mtkg/",
  claim: "https://w3id.org/mtkg/claim/",
  source: "https://w3id.org/mtkg/source/",
  evidence: "https://w3id.org/mtkg/evidence/",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  owl: "http://www.w3.org/2002/07/owl#",
  skos: "http://www.w3.org/2004/02/skos/core#",
};
const START = `PREFIX mtkg: <https://w3id.org/mtkg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?technique ?mechanism WHERE {
  ?technique mtkg:engages/skos:prefLabel ?mechanism .
}
ORDER BY ?technique ?mechanism
`;

window.addEventListener("load", () => {
  const { Yasgui, Yasqe } = globals();
  const box = document.querySelector("#editor");
  const lists = {
    prefixes: async () => Object.entries(PREFIXES).map(([name, iri]) => `${name}: <${iri}>`),
    property: () => listed(box.dataset.properties),
    class: () => listed(box.dataset.classes),
  };
  for (const [kind, get] of Object.entries(lists)) {
    Yasqe.forkAutocompleter(kind, { name: `mtkg-${kind}`, bulk: true, persistenceId: null, get });
  }
  Yasqe.defaults.autocompleters = ["variables", ...Object.keys(lists).map((kind) => `mtkg-${kind}`)];
  Yasqe.defaults.prefixCcApi = null;
  const editor = new Yasgui(box, {
    requestConfig: { endpoint: ENDPOINT, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }] },
    persistenceId: "mtkg",
    yasqe: { value: START },
  });
  name(box);
  offerExamples(editor);
});

function globals() {
  return { Yasgui: window.Yasgui, Yasqe: window.Yasqe ?? window.Yasgui.Yasqe };
}

// The names that the query at *address* finds, VoID's among them.
async function listed(address) {
  const query = await (await fetch(address)).text();
  const answer = await fetch(`${ENDPOINT}?query=${encodeURIComponent(query)}`, {
    headers: { accept: "application/sparql-results+json" },
  });
  const found = await answer.json();
  return found.results.bindings.map((row) => row.entry.value);
}

async function offerExamples(editor) {
  const answer = await fetch("/queries", { headers: { accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const select = document.querySelector("#example");
  for (const query of (await answer.json()).items) {
    const option = document.createElement("option");
    option.value = query.name;
    option.textContent = query.summary;
    select.append(option);
  }
  document.querySelector("#examples").hidden = false;
  select.addEventListener("change", async () => {
    if (select.value) {
      const text = await (await fetch(`/queries/${encodeURIComponent(select.value)}.rq`)).text();
      editor.getTab().getYasqe().setValue(text);
    }
  });
}

// CodeMirror's hidden field and Yasgui's icons come without names.
function name(box) {
  const mend = () => {
    for (const area of box.querySelectorAll(".CodeMirror textarea:not([aria-label])")) {
      area.setAttribute("aria-label", "SPARQL query");
    }
    // In a list of tabs only tabs may stand: the button that adds one is the last of them.
    for (const button of box.querySelectorAll("[role=tablist] button:not([role])")) {
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", "false");
    }
  };
  mend();
  new MutationObserver(mend).observe(box, { childList: true, subtree: true });
}
