// The map: points drawn by WebGL. Draws only when something changed.
(() => {
  "use strict";
  const root = document.getElementById("map");
  const canvas = document.getElementById("canvas");
  const chosen = document.getElementById("chosen");
  const legend = document.getElementById("legend");
  const by = document.getElementById("by");
  const unread = document.getElementById("unread");
  // The points have soft edges of their own. Without a graphics card, smoothing them once more takes two thirds of the time of a frame.
  const gl = canvas.getContext("webgl", {antialias: false, alpha: true, premultipliedAlpha: false});
  if (!gl) {
    chosen.textContent = "This browser has no WebGL; Explore has the same items.";
    canvas.hidden = true;
    return;
  }

  // Distinct in both themes, and for people who confuse red and green.
  const PALETTE = ["#3b82d6", "#2a9d6f", "#e08a1e", "#c9508f", "#8e6ad8", "#b8a11c", "#2fa7b8", "#d4574e", "#7d8794", "#94643a"];
  const SCALES = {
    value: {steps: ["#6b5bd2", "#3f86c6", "#2a9d8f", "#9ab52c", "#eec33a"], words: ["0 %", "25 %", "50 %", "75 %", "100 %"], unknown: "unknown"},
    age: {steps: ["#eec33a", "#9ab52c", "#2a9d8f", "#3f86c6", "#6b5bd2"], words: ["this week", "a month", "3 months", "6 months", "older"], unknown: "never used"},
  };
  const UNKNOWN = "#8a8f98";
  const STRETCH = 1.5;
  const AGES = [7, 30, 90, 180];

  let points = null;
  let view = {x: 0, y: 0, zoom: 1};
  let near = -1;
  let drawn = false;

  const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);

  const shader = (type, source) => {
    const made = gl.createShader(type);
    gl.shaderSource(made, source);
    gl.compileShader(made);
    return made;
  };
  const program = gl.createProgram();
  gl.attachShader(program, shader(gl.VERTEX_SHADER, `
    attribute vec2 place; attribute vec3 colour;
    uniform vec2 middle; uniform vec2 scale; uniform float size; varying vec3 tint;
    void main() {
      gl_Position = vec4((place - middle) * scale, 0.0, 1.0);
      gl_PointSize = size;
      tint = colour;
    }`));
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, `
    precision mediump float; varying vec3 tint;
    void main() {
      float far = length(gl_PointCoord - 0.5);
      if (far > 0.5) discard;
      gl_FragColor = vec4(tint, 0.88 * smoothstep(0.5, 0.4, far));
    }`));
  gl.linkProgram(program);
  gl.useProgram(program);
  // Asking for a place waits for the graphics process, so it is done once.
  const places = Object.fromEntries(["middle", "scale", "size"].map((name) => [name, gl.getUniformLocation(program, name)]));
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);

  const buffer = (name, size, data) => {
    const place = gl.getAttribLocation(program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, gl.FLOAT, false, 0, 0);
  };

  const aspect = () => canvas.clientWidth / canvas.clientHeight;
  /** Returns the factors from the map to the canvas. All of the map fits; a wide canvas stretches it a little. */
  const scales = () => [view.zoom / Math.max(1, aspect() / STRETCH), view.zoom * Math.min(1, aspect())];

  const draw = () => {
    drawn = false;
    const dense = Math.min(2, devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * dense);
    const height = Math.round(canvas.clientHeight * dense);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (!points) {
      return;
    }
    const [sx, sy] = scales();
    gl.uniform2f(places.middle, view.x, view.y);
    gl.uniform2f(places.scale, sx, sy);
    gl.uniform1f(places.size, dense * Math.min(14, (points.x.length > 4000 ? 3.4 : 5) * Math.sqrt(view.zoom)));
    gl.drawArrays(gl.POINTS, 0, points.x.length);
  };
  const redraw = () => {
    if (!drawn) {
      drawn = true;
      requestAnimationFrame(draw);
    }
  };

  /** Returns the item nearest to a place on the map, within a distance in pixels. */
  const nearest = (x, y, pixels) => {
    const [sx, sy] = scales();
    const kx = sx * canvas.clientWidth / 2;
    const ky = sy * canvas.clientHeight / 2;
    let best = -1;
    let least = pixels * pixels;
    for (let i = 0; i < points.x.length; i++) {
      const dx = (points.places[2 * i] - x) * kx;
      const dy = (points.places[2 * i + 1] - y) * ky;
      const far = dx * dx + dy * dy;
      if (far < least) {
        least = far;
        best = i;
      }
    }
    return best;
  };
  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    const [sx, sy] = scales();
    return [
      view.x + (2 * (event.clientX - box.left) / box.width - 1) / sx,
      view.y - (2 * (event.clientY - box.top) / box.height - 1) / sy,
    ];
  };
  const addressOf = (i) => [root.dataset.items, points.agents[points.agent[i]], points.kinds[points.kind[i]], points.id[i]]
    .map((part, at) => at === 0 ? part : encodeURIComponent(part)).join("/");

  const tell = (i) => {
    if (i === near) {
      return;
    }
    near = i;
    if (i < 0) {
      chosen.textContent = points.x.length.toLocaleString("en") + " items" + (points.passed_over ? " of " + (points.x.length + points.passed_over).toLocaleString("en") + "; a map has room for no more" : "");
      return;
    }
    const link = document.createElement("a");
    link.href = addressOf(i);
    link.textContent = points.title[i] || points.id[i];
    chosen.replaceChildren(link, " " + points.kinds[points.kind[i]] + " of " + points.agents[points.agent[i]]);
  };
  const tellCentre = () => tell(nearest(view.x, view.y, 1e6));

  const step = (values, number) => {
    const at = values.findIndex((limit) => number <= limit);
    return at < 0 ? values.length : at;
  };
  const paint = () => {
    const colours = new Float32Array(3 * points.x.length);
    const name = by.value;
    const scale = SCALES[name];
    const group = scale
      ? points[name].map((number) => number < 0 ? -1 : name === "age" ? step(AGES, number) : Math.min(4, Math.round(number / 25)))
      : points[name];
    const hues = (scale ? scale.steps : PALETTE).map(rgb);
    const unknown = rgb(UNKNOWN);
    for (let i = 0; i < points.x.length; i++) {
      colours.set(group[i] < 0 ? unknown : hues[group[i] % hues.length], 3 * i);
    }
    buffer("colour", 3, colours);
    const entries = scale
      ? scale.words.map((word, i) => [word, scale.steps[i]]).concat([[scale.unknown, UNKNOWN]])
      : points[name + "s"].map((word, i) => [word, PALETTE[i % PALETTE.length]]).filter((_, i) => points[name].includes(i));
    legend.replaceChildren(...entries.map(([word, colour]) => {
      const entry = document.createElement("li");
      const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      sign.setAttribute("viewBox", "0 0 10 10");
      sign.setAttribute("aria-hidden", "true");
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      dot.setAttribute("cx", "5");
      dot.setAttribute("cy", "5");
      dot.setAttribute("r", "5");
      dot.setAttribute("fill", colour);
      sign.append(dot);
      entry.append(sign, word);
      return entry;
    }));
    redraw();
  };

  const zoom = (factor, x = view.x, y = view.y) => {
    const next = Math.min(60, Math.max(0.8, view.zoom * factor));
    const share = view.zoom / next;
    view = {x: x + (view.x - x) * share, y: y + (view.y - y) * share, zoom: next};
    redraw();
  };
  const move = (dx, dy) => {
    const [sx, sy] = scales();
    view.x = Math.min(1.2, Math.max(-1.2, view.x + dx / sx));
    view.y = Math.min(1.2, Math.max(-1.2, view.y + dy / sy));
    redraw();
  };

  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    drag = {x: event.clientX, y: event.clientY, moved: false};
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!points) {
      return;
    }
    if (!drag) {
      tell(nearest(...placeOf(event), 14));
      canvas.classList.toggle("over", near >= 0);
      return;
    }
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (drag.moved || Math.abs(dx) + Math.abs(dy) > 4) {
      drag = {x: event.clientX, y: event.clientY, moved: true};
      move(-2 * dx / canvas.clientWidth, 2 * dy / canvas.clientHeight);
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const isClick = drag && !drag.moved;
    drag = null;
    const at = isClick && points ? nearest(...placeOf(event), 14) : -1;
    if (at >= 0) {
      location.assign(addressOf(at));
    }
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...placeOf(event));
  }, {passive: false});
  canvas.addEventListener("focus", () => points && tellCentre());
  canvas.addEventListener("keydown", (event) => {
    const moves = {ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, 0.15], ArrowDown: [0, -0.15]};
    if (!points || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (moves[event.key]) {
      move(...moves[event.key]);
    } else if (event.key === "+" || event.key === "=") {
      zoom(1.5);
    } else if (event.key === "-") {
      zoom(1 / 1.5);
    } else if (event.key === "Enter" && near >= 0) {
      location.assign(addressOf(near));
      return;
    } else {
      return;
    }
    event.preventDefault();
    tellCentre();
  });
  document.getElementById("closer").addEventListener("click", () => zoom(1.5));
  document.getElementById("wider").addEventListener("click", () => zoom(1 / 1.5));
  document.getElementById("whole").addEventListener("click", () => {
    view = {x: 0, y: 0, zoom: 1};
    redraw();
  });
  by.addEventListener("change", () => points && paint());
  new ResizeObserver(redraw).observe(canvas);

  fetch(root.dataset.source).then((answer) => {
    if (!answer.ok) {
      throw new Error("status " + answer.status);
    }
    return answer.json();
  }).then((data) => {
    data.places = new Float32Array(2 * data.x.length);
    for (let i = 0; i < data.x.length; i++) {
      data.places[2 * i] = data.x[i] / data.scale;
      data.places[2 * i + 1] = data.y[i] / data.scale;
    }
    const today = Math.floor(Date.now() / 86400000);
    data.age = data.used.map((day) => day < 0 ? -1 : Math.max(0, today - day));
    unread.replaceChildren(...data.findings.map((finding) => {
      const entry = document.createElement("li");
      const where = document.createElement("strong");
      where.textContent = finding.where;
      entry.className = "bad";
      entry.append(where, " " + finding.what);
      return entry;
    }));
    unread.hidden = data.findings.length === 0;
    points = data;
    buffer("place", 2, data.places);
    near = -2;
    tell(-1);
    paint();
    root.dataset.ready = "yes";
  }).catch((failure) => {
    chosen.textContent = "The map could not be loaded: " + failure.message;
  });
})();
