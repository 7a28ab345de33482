// The picture of a neighborhood, moving: drag, zoom, follow; the still picture stays without scripts.

const box = document.querySelector("#moving");
const SHAPES = {
  Intervention: "round-rectangle",
  Tissue: "ellipse",
  Mechanism: "round-hexagon",
  Effect: "round-diamond",
  Condition: "round-octagon",
  Characteristic: "round-tag",
  Activity: "barrel",
  Participant: "round-pentagon",
};
const LINES = {
  established: { style: "solid", width: 3 },
  supported: { style: "solid", width: 2 },
  mixed: { style: "dashed", width: 2, pattern: [9, 4] },
  insufficient: { style: "dashed", width: 2, pattern: [4, 4] },
  unassessed: { style: "dotted", width: 2 },
  disputed: { style: "dashed", width: 2, pattern: [12, 3, 2, 3] },
};
const MARKS = {
  established: "●",
  supported: "◕",
  mixed: "◑",
  insufficient: "◔",
  unassessed: "○",
  disputed: "✕",
};

const NARROW = 600;
const RELATIONS = JSON.parse(box?.dataset.relations ?? "{}");

if (box) {
  start();
}

async function start() {
  const [{ default: cytoscape }, answer] = await Promise.all([
    import(box.dataset.library),
    fetch(box.dataset.source, { headers: { accept: "application/json" } }),
  ]);
  const found = await answer.json();
  const still = box.querySelector("figure");
  const stage = document.createElement("div");
  stage.className = "stage";
  stage.setAttribute("role", "img");
  stage.setAttribute("aria-label", `${still.firstElementChild.getAttribute("aria-label")}; the links are told in words below`);
  still.replaceWith(stage);
  const narrow = stage.clientWidth < NARROW;
  const picture = cytoscape({
    container: stage,
    elements: elements(found, narrow && found.depth === 1),
    style: style(),
    layout: found.depth > 1 ? spread() : narrow ? columns() : around(found.nodes.length - 1),
    minZoom: 0.15,
    maxZoom: 3,
  });
  picture.on("tap", "node", (event) => {
    location.assign(`/terms/${encodeURIComponent(event.target.id())}`);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.style(style()));
  box.append(controls(picture, stage));
  box.dataset.ready = "true";
}

function spread() {
  return {
    name: "cose",
    nodeRepulsion: () => 60000,
    idealEdgeLength: () => 120,
    nodeOverlap: 20,
    animate: false,
    padding: 24,
  };
}

// One ring, wide as a page is; every other term a step farther out where they would touch.
function around(count) {
  const radius = Math.max(150, count * 15);
  let at = 0;
  return {
    name: "preset",
    padding: 24,
    positions: (node) => {
      if (node.data("distance") === 0) {
        return { x: 0, y: 0 };
      }
      const angle = (2 * Math.PI * at) / count - Math.PI / 2;
      const reach = count > 10 && at % 2 ? 1.4 : 1;
      at += 1;
      return { x: 1.9 * radius * reach * Math.cos(angle), y: radius * reach * Math.sin(angle) };
    },
  };
}

// On a phone: the term in the middle, the others in a column on either side.
function columns() {
  let at = 0;
  return {
    name: "preset",
    padding: 6,
    positions: (node) => {
      if (node.data("distance") === 0) {
        return { x: 0, y: 0 };
      }
      const row = Math.floor(at / 2);
      const place = { x: at % 2 ? 165 : -165, y: 76 * Math.ceil(row / 2) * (row % 2 ? 1 : -1) };
      at += 1;
      return place;
    },
  };
}

// Where there is little room a line has its mark alone; the words stand below the picture.
function elements(found, brief) {
  const nodes = found.nodes.map((node) => ({
    data: { id: node.id, label: node.label, kind: node.kind, distance: node.distance },
  }));
  const edges = found.edges.map((edge, n) => ({
    data: {
      id: `edge-${n}`,
      source: edge.subject,
      target: edge.object,
      status: edge.status ?? "",
      label: brief ? (MARKS[edge.status] ?? "") : edge.status ? `${MARKS[edge.status]} ${RELATIONS[edge.relation]}` : "is a kind of",
    },
  }));
  return [...nodes, ...edges];
}

function style() {
  const page = getComputedStyle(document.documentElement);
  const color = (name) => page.getPropertyValue(`--${name}`).trim();
  const rules = [
    {
      selector: "node",
      style: {
        label: "data(label)",
        shape: (node) => SHAPES[node.data("kind")] ?? "ellipse",
        "background-color": color("surface"),
        "border-width": 1.5,
        "border-color": color("edge"),
        color: color("ink"),
        "font-size": 17,
        "text-wrap": "wrap",
        "text-max-width": 140,
        "text-valign": "center",
        width: 152,
        height: 62,
      },
    },
    {
      selector: "node[distance = 0]",
      style: { "background-color": color("accent"), color: color("on-accent"), "font-weight": "bold" },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "bezier",
        "target-arrow-shape": "triangle",
        "line-color": color("edge"),
        "target-arrow-color": color("edge"),
        width: 1.2,
        label: "data(label)",
        "font-size": 14,
        color: color("ink"),
        "text-background-color": color("surface"),
        "text-background-opacity": 0.85,
        "text-background-padding": 2,
        "text-rotation": "autorotate",
      },
    },
  ];
  for (const [status, line] of Object.entries(LINES)) {
    rules.push({
      selector: `edge[status = "${status}"]`,
      style: {
        "line-color": color(status),
        "target-arrow-color": color(status),
        "line-style": line.style,
        width: line.width,
        ...(line.pattern ? { "line-dash-pattern": line.pattern } : {}),
      },
    });
  }
  return rules;
}

function controls(picture, stage) {
  const bar = document.createElement("p");
  bar.className = "actions small";
  const middle = () => ({ x: stage.clientWidth / 2, y: stage.clientHeight / 2 });
  const zoom = (by) => picture.zoom({ level: picture.zoom() * by, renderedPosition: middle() });
  for (const [text, act] of [
    ["Zoom in", () => zoom(1.3)],
    ["Zoom out", () => zoom(1 / 1.3)],
    ["Show all", () => picture.fit(undefined, 24)],
    ["Save as PNG", () => save(picture)],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = text;
    button.addEventListener("click", act);
    bar.append(button, " ");
  }
  return bar;
}

function save(picture) {
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture.png({ output: "blob", full: true, scale: 2, bg: ground }));
  link.download = `${box.dataset.name}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
