// SPDX-License-Identifier: MIT
// The page at "/": a card for each instance, live through /v1/events. Every value that comes from a
// service is put into the page as text, never as markup.
(function () {
  "use strict";

  var DAY_MS = 24 * 3600 * 1000;
  var WARN_AT = 80;
  var FAIL_AT = 95;
  var snapshots = new Map(); // by instance id, in the order of /v1/usage
  var histories = new Map(); // by instance id: [{ at, percent }]
  var icons = new Map(); // by provider id: the address of its icon, for those that have one
  var retryMs = 1000;

  function byId(id) { return document.getElementById(id); }

  // element("p", "hint", "text") or element("p", "hint", [children])
  function element(name, className, content) {
    var node = document.createElement(name);
    if (className) node.className = className;
    if (Array.isArray(content)) content.forEach(function (child) { if (child) node.appendChild(child); });
    else if (content !== undefined && content !== null) node.textContent = String(content);
    return node;
  }

  function svg(name, attributes, children) {
    var node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { node.appendChild(child); });
    return node;
  }

  // ---- words

  function duration(ms) {
    var minutes = Math.floor(ms / 60000);
    if (minutes < 1) return "<1m";
    var days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
    if (days > 0) return days + "d" + (hours ? " " + hours + "h" : "");
    return hours > 0 ? hours + "h" + (rest ? " " + rest + "m" : "") : rest + "m";
  }

  function resetWords(iso, now) {
    var at = Date.parse(iso);
    if (isNaN(at)) return "";
    if (at <= now) return "has reset since";
    if (at - now < DAY_MS) return "resets in " + duration(at - now);
    var format = { weekday: "short", hour: "2-digit", minute: "2-digit" };
    if (at - now > 6 * DAY_MS) format = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
    return "resets " + new Date(at).toLocaleString(undefined, format);
  }

  function ageWords(iso, now) {
    var at = Date.parse(iso);
    if (isNaN(at)) return "never read";
    return now - at < 60000 ? "just now" : duration(now - at) + " ago";
  }

  function paceWords(pace) {
    if (!pace) return "";
    if (pace.stage === "on_track") return "on pace";
    var points = Math.abs(pace.deltaPercent).toFixed(0) + "%";
    if (pace.deltaPercent < 0) return points + " under pace";
    var out = !pace.willLastToReset && pace.etaSeconds !== null ? ", out in " + duration(pace.etaSeconds * 1000) : "";
    return points + " over pace" + out;
  }

  function amountWords(line) {
    var kind = line.format && line.format.kind;
    if (kind === "dollars") return "$" + line.used.toFixed(2) + " of $" + line.limit.toFixed(2);
    if (kind === "count") return round(line.used) + " of " + round(line.limit) + (line.format.suffix ? " " + line.format.suffix : "");
    return "";
  }

  function round(value) { return String(Math.round(value * 10) / 10); }

  // ---- figures

  function percentOf(line, now) {
    if (line.resetsAt && Date.parse(line.resetsAt) <= now) return 0;
    return line.limit > 0 ? Math.max(0, line.used / line.limit * 100) : null;
  }

  function verdictOf(percent) {
    if (percent === null) return "unknown";
    return percent >= FAIL_AT ? "critical" : percent >= WARN_AT ? "warning" : "ok";
  }

  function progressLines(snapshot) {
    return snapshot.lines.filter(function (line) { return line.type === "progress"; });
  }

  // The line that the snapshot's pace is about.
  function pacedLine(snapshot) {
    if (!snapshot.pace) return null;
    return progressLines(snapshot).find(function (line) {
      return line.periodDurationMs && line.limit > 0 && Math.abs(line.used / line.limit * 100 - snapshot.pace.actualUsedPercent) < 1e-6;
    }) || null;
  }

  // ---- parts of a card

  function windowRow(line, pace, now) {
    var percent = percentOf(line, now);
    var row = element("div", "window");
    row.dataset.verdict = verdictOf(percent);
    var shown = percent === null ? "–" : percent.toFixed(0) + "%";
    row.appendChild(element("span", "label", line.label));
    row.appendChild(element("span", "percent", shown));
    var fill = element("span", "fill");
    fill.style.width = Math.min(100, percent || 0) + "%";
    var track = element("div", "track", [fill]);
    track.setAttribute("role", "meter");
    track.setAttribute("aria-label", line.label);
    track.setAttribute("aria-valuemin", "0");
    track.setAttribute("aria-valuemax", "100");
    track.setAttribute("aria-valuenow", String(Math.min(100, Math.round(percent || 0))));
    if (pace) {
      var mark = element("span", "expected");
      mark.style.left = "calc(" + Math.min(100, Math.max(0, pace.expectedUsedPercent)) + "% - 1px)";
      mark.title = "An even pace would be here";
      track.appendChild(mark);
    }
    row.appendChild(track);
    var facts = [amountWords(line), line.resetsAt ? resetWords(line.resetsAt, now) : "", paceWords(pace)].filter(Boolean);
    track.setAttribute("aria-valuetext", [shown + " used"].concat(facts).join(", "));
    if (facts.length) row.appendChild(element("div", "facts", facts.map(function (fact) { return element("span", "", fact); })));
    return row;
  }

  function textRow(list, line) {
    var value = element("dd", "", line.type === "badge" ? line.text : line.value);
    if (line.subtitle) value.appendChild(element("span", "sub", line.subtitle));
    list.appendChild(element("dt", "", line.label));
    list.appendChild(value);
  }

  function chartRow(list, line) {
    var highest = Math.max.apply(null, line.points.map(function (point) { return point.value; }).concat([0]));
    var step = 100 / Math.max(1, line.points.length);
    var bars = line.points.map(function (point, i) {
      var height = highest > 0 ? Math.max(0, point.value) / highest * 38 : 0;
      var bar = svg("rect", { x: i * step + step * 0.1, y: 40 - height, width: step * 0.8, height: height });
      var title = svg("title", {});
      title.textContent = point.label + ": " + (point.valueLabel || point.value);
      bar.appendChild(title);
      return bar;
    });
    var picture = svg("svg", { viewBox: "0 0 100 40", preserveAspectRatio: "none", role: "img", "aria-label": line.label + ", " + line.points.length + " values" }, bars);
    list.appendChild(element("dt", "", line.label));
    list.appendChild(element("dd", "", line.note || ""));
    list.appendChild(element("dd", "chart", [picture]));
  }

  function sparkline(samples) {
    if (!samples || samples.length < 2) return null;
    var first = samples[0].at, last = samples[samples.length - 1].at;
    if (last <= first) return null;
    var points = samples.map(function (sample) {
      return ((sample.at - first) / (last - first) * 100).toFixed(2) + "," + (39 - Math.min(100, Math.max(0, sample.percent)) * 0.38).toFixed(2);
    });
    var picture = svg("svg", { viewBox: "0 0 100 40", preserveAspectRatio: "none", "aria-hidden": "true" }, [
      svg("polygon", { class: "area", points: "0,40 " + points.join(" ") + " 100,40" }),
      svg("polyline", { points: points.join(" ") })
    ]);
    return element("figure", "spark", [picture, element("figcaption", "", "Last " + duration(last - first) + ", from " + round(samples[0].percent) + "% to " + round(samples[samples.length - 1].percent) + "%")]);
  }

  function problemBox(error, now) {
    if (!error) return null;
    var box = element("div", "problem", [element("strong", "", error.message)]);
    if (error.hint) box.appendChild(element("p", "hint", error.hint));
    var retry = Date.parse(error.retryAt);
    if (retry > now) box.appendChild(element("p", "hint", "Next try in " + duration(retry - now) + "."));
    return box;
  }

  function safeLink(url, text) {
    if (!/^https?:\/\//i.test(String(url || ""))) return null;
    var link = element("a", "", text);
    link.href = url;
    link.rel = "noreferrer noopener";
    link.target = "_blank";
    return link;
  }

  function headOf(snapshot, titleId) {
    var address = icons.get(snapshot.providerId);
    var icon = element("span", address ? "icon" : "");
    icon.setAttribute("aria-hidden", "true");
    if (address) icon.style.maskImage = icon.style.webkitMaskImage = "url(" + JSON.stringify(address) + ")";
    var title = element("h2", "", snapshot.displayName);
    title.id = titleId;
    var identity = [snapshot.account, snapshot.source].filter(Boolean).join(" · ");
    return element("div", "head", [
      icon, title,
      snapshot.plan ? element("span", "plan", snapshot.plan) : element("span", ""),
      identity ? element("span", "identity", identity) : null
    ]);
  }

  function footOf(snapshot, now) {
    var isOld = snapshot.stale && snapshot.fetchedAt;
    var age = element("span", isOld ? "stale" : "", (isOld ? "stale · " : "") + ageWords(snapshot.fetchedAt, now));
    var links = [safeLink(snapshot.dashboardUrl, "Dashboard"), safeLink(snapshot.statusPageUrl, "Status")].filter(Boolean);
    links.forEach(function (link) { link.setAttribute("aria-label", link.textContent + " of " + snapshot.displayName); });
    return element("div", "foot", [age, links.length ? element("div", "links", links) : null]);
  }

  function card(snapshot, index, now) {
    var titleId = "title-" + index;
    var windows = progressLines(snapshot);
    var others = snapshot.lines.filter(function (line) { return line.type !== "progress"; });
    var paced = pacedLine(snapshot);
    var list = others.length ? element("dl", "texts") : null;
    others.forEach(function (line) { (line.type === "barChart" ? chartRow : textRow)(list, line); });
    var node = element("article", "card", [headOf(snapshot, titleId), problemBox(snapshot.error, now)]
      .concat(windows.map(function (line) { return windowRow(line, line === paced ? snapshot.pace : null, now); }))
      .concat([list, sparkline(histories.get(snapshot.instanceId)), footOf(snapshot, now)]));
    node.setAttribute("aria-labelledby", titleId);
    node.dataset.verdict = windows.reduce(function (worst, line) {
      var verdict = verdictOf(percentOf(line, now));
      return verdict === "critical" || (verdict === "warning" && worst !== "critical") ? verdict : worst;
    }, "ok");
    return node;
  }

  // ---- the page

  function summaryWords(now) {
    var near = 0, failed = 0;
    snapshots.forEach(function (snapshot) {
      if (snapshot.error) failed++;
      else if (progressLines(snapshot).some(function (line) { return percentOf(line, now) >= WARN_AT; })) near++;
    });
    var words = [snapshots.size + (snapshots.size === 1 ? " instance" : " instances")];
    if (near) words.push(near + " near the limit");
    if (failed) words.push(failed + " not read");
    return words.join(" · ");
  }

  function draw() {
    var now = Date.now(), index = 0, fresh = document.createDocumentFragment();
    snapshots.forEach(function (snapshot) { fresh.appendChild(card(snapshot, index++, now)); });
    var focused = document.activeElement && document.activeElement.getAttribute("aria-label");
    byId("cards").replaceChildren(fresh);
    if (focused) {
      var again = Array.from(document.querySelectorAll("a[aria-label]")).find(function (link) { return link.getAttribute("aria-label") === focused; });
      if (again) again.focus();
    }
    byId("empty").hidden = snapshots.size > 0;
    var words = summaryWords(now);
    if (byId("summary").textContent !== words) byId("summary").textContent = words;
  }

  function isSnapshot(value) { return Boolean(value) && typeof value.instanceId === "string" && Array.isArray(value.lines); }

  function getJson(url) {
    return fetch(url, { headers: { Accept: "application/json" } }).then(function (response) {
      if (!response.ok) throw new Error("HTTP " + response.status);
      return response.json();
    });
  }

  function loadHistory(id) {
    var since = new Date(Date.now() - 7 * DAY_MS).toISOString();
    getJson("/v1/history/" + encodeURIComponent(id) + "?since=" + encodeURIComponent(since) + "&limit=500").then(function (samples) {
      histories.set(id, samples.map(function (sample) {
        return { at: Date.parse(sample.ts), percent: Number(sample.primaryPercent) };
      }).filter(function (sample) { return isFinite(sample.at) && isFinite(sample.percent); }));
      draw();
    }).catch(function () { /* a page without sparklines is still a page */ });
  }

  function load() {
    return getJson("/v1/usage").then(function (all) {
      snapshots = new Map();
      all.filter(isSnapshot).forEach(function (snapshot) { snapshots.set(snapshot.instanceId, snapshot); });
      draw();
      snapshots.forEach(function (snapshot, id) { if (!histories.has(id)) loadHistory(id); });
    });
  }

  function show(state, words) {
    byId("link-state").dataset.state = state;
    byId("link-text").textContent = words;
  }

  function listen() {
    var events = new EventSource("/v1/events");
    events.addEventListener("open", function () { retryMs = 1000; show("live", "live"); load().catch(function () {}); });
    ["snapshot", "error"].forEach(function (name) {
      events.addEventListener(name, function (event) {
        if (!event.data) return;
        var snapshot = JSON.parse(event.data);
        if (!isSnapshot(snapshot)) return;
        snapshots.set(snapshot.instanceId, snapshot);
        draw();
      });
    });
    events.onerror = function () {
      if (events.readyState === EventSource.OPEN) return;
      events.close();
      show("lost", "connection lost, trying again");
      setTimeout(listen, retryMs);
      retryMs = Math.min(30000, retryMs * 2);
    };
  }

  byId("refresh").addEventListener("click", function () {
    var button = byId("refresh");
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    fetch("/v1/refresh", { method: "POST" }).catch(function () {}).then(function () {
      setTimeout(function () { button.removeAttribute("aria-disabled"); }, 2000);
    });
  });

  load().catch(function () { byId("summary").textContent = "The server does not answer."; });
  getJson("/v1/providers").then(function (providers) {
    providers.forEach(function (provider) { if (provider.iconUrl) icons.set(provider.id, provider.iconUrl); });
    draw();
  }).catch(function () { /* a page without icons is still a page */ });
  getJson("/health").then(function (health) { byId("version").textContent = "usagestat " + health.version; }).catch(function () {});
  listen();
  setInterval(draw, 30000);
})();
