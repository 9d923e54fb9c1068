// The preview's side of a page: reloads it when it changed, swaps style sheets, shows errors and findings.
"use strict";
(() => {
  const own = document.getElementById("knowbrand-preview");
  if (!own) return;
  const seen = { body: own.dataset.body, styles: own.dataset.styles.split(" "), assets: own.dataset.assets };
  const framed = window.top !== window;
  const SCROLL = "knowbrand-scroll";
  const CLOSED = "knowbrand-closed";
  const EVENTS = "/.knowbrand/events?page=" + encodeURIComponent(location.pathname);
  let source = null;
  let news = null;
  let leaving = false;

  // Reloading

  const reload = () => {
    if (leaving) return;
    leaving = true;
    disconnect();
    remember(SCROLL, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  };

  const remember = (name, value) => {
    try {
      sessionStorage.setItem(name, value);
    } catch {
      // a browser that keeps nothing: the page begins at its top then
    }
  };

  const recall = (name) => {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  };

  const restoreScroll = () => {
    const [path, x, y] = JSON.parse(recall(SCROLL) || "[]");
    remember(SCROLL, "[]");
    if (path !== location.pathname) return;
    const go = () => scrollTo({ left: x, top: y, behavior: "instant" });
    go();
    const reached = scrollY; // short of it, as long as a picture has no height; unless the reader moves meanwhile
    addEventListener("load", () => scrollY === reached && go(), { once: true });
  };

  // Style sheets

  const swapStyles = (styles) => {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]:not([data-knowbrand-old])')];
    if (links.length !== styles.length || seen.styles.length !== styles.length) return reload();
    styles.forEach(([address, digest], number) => {
      if ((digest || "-") === seen.styles[number]) return;
      const old = links[number];
      const fresh = old.cloneNode();
      fresh.href = address + (address.includes("?") ? "&" : "?") + "preview=" + digest;
      old.dataset.knowbrandOld = "";
      fresh.addEventListener("load", () => old.remove());
      fresh.addEventListener("error", reload);
      old.after(fresh);
    });
    seen.styles = styles.map(([, digest]) => digest || "-");
  };

  const compare = (page) => {
    if (own.dataset.alone) {
      if (page || news.mark !== own.dataset.alone) reload();
    } else if (!page || page.body !== seen.body || page.assets !== seen.assets) {
      reload();
    } else if (page.styles.map(([, digest]) => digest || "-").join(" ") !== seen.styles.join(" ")) {
      swapStyles(page.styles);
    }
  };

  // What is shown above the page, where its own styles don't reach

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const host = make("knowbrand-preview");
  const root = host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: "/.knowbrand/client.css" });
  const banner = make("p", { className: "draft", hidden: true, textContent: "Draft: not published yet" });
  const badge = make("button", { className: "badge", type: "button", hidden: true });
  const title = make("h2", { id: "title" });
  const close = make("button", { className: "close", type: "button", textContent: "Close" });
  const list = make("div");
  const neighbours = make("nav", { className: "fixtures", hidden: true });
  const edge = make("div", { className: "edge" }, neighbours, banner, badge); // below, as pages begin with a skip link
  const panel = make("section", { className: "panel", hidden: true, tabIndex: -1 },
    make("div", { className: "top" }, title, close), list);
  let before = null;

  banner.setAttribute("role", "status");
  neighbours.setAttribute("aria-label", "Test sites");
  panel.setAttribute("aria-labelledby", "title");
  badge.setAttribute("aria-haspopup", "dialog");

  const article = (problem) => make("article", { className: problem.severity },
    make("p", { className: "where" }, make("strong", { textContent: problem.severity + " " + problem.code }),
      " " + problem.where),
    make("p", { textContent: problem.message }),
    ...(problem.excerpt ? [make("pre", { textContent: problem.excerpt })] : []),
    ...(problem.hint ? [make("p", { className: "hint", textContent: problem.hint })] : []));

  const count = (number, one) => number + " " + one + (number === 1 ? "" : "s");

  // What has the focus isn't scrolled to where the panel is (WCAG 2.2, 2.4.11)
  const show = (shown) => {
    const page = document.documentElement.style;
    panel.hidden = !shown;
    if (shown) page.scrollPaddingBlockEnd = panel.offsetHeight + 24 + "px";
    else page.removeProperty("scroll-padding-block-end");
  };

  const open = () => {
    if (panel.hidden) before = root.activeElement || document.activeElement;
    show(true);
    badge.hidden = true;
    panel.focus({ preventScroll: true });
  };

  const shut = () => {
    show(false);
    remember(CLOSED, news.mark);
    badge.hidden = !(news.errors.length || news.findings.length);
    if (before === document.body || !before?.isConnected || before === badge) badge.focus({ preventScroll: true });
    else before.focus({ preventScroll: true });
  };

  const listNeighbours = () => {
    neighbours.hidden = !news.fixtures.length;
    if (root.activeElement?.parentElement === neighbours) return; // not from under somebody's hands
    neighbours.replaceChildren(make("a", { href: "/", textContent: "Test sites" }), ...news.fixtures.map((one) => {
      const link = make("a", { href: one.url, textContent: one.name });
      if (one.here) link.setAttribute("aria-current", "true");
      return link;
    }));
  };

  const present = () => {
    const failed = news.errors.length > 0;
    const problems = failed ? news.errors : news.findings;
    const elsewhere = news.elsewhere ? ", " + count(news.elsewhere, "finding") + " elsewhere" : "";
    const wasFailed = panel.classList.contains("error");
    banner.hidden = !news.draft;
    listNeighbours();
    badge.textContent = failed ? count(problems.length, "error") : count(problems.length, "finding");
    badge.className = failed ? "badge error" : "badge";
    panel.className = failed ? "panel error" : "panel";
    panel.setAttribute("role", failed ? "alertdialog" : "dialog");
    title.textContent = failed
      ? count(problems.length, "error") + ": below is the last good version"
      : count(problems.length, "finding") + " on this page" + elsewhere;
    list.replaceChildren(...problems.map(article));
    if (failed && recall(CLOSED) !== news.mark) return open();
    if (!failed && wasFailed) {
      remember(CLOSED, "");
      if (!panel.hidden) before?.isConnected && before.focus({ preventScroll: true });
      show(false);
    }
    if (!problems.length) show(false);
    badge.hidden = !problems.length || !panel.hidden;
  };

  badge.addEventListener("click", open);
  close.addEventListener("click", shut);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) shut();
  });
  if (!framed && !own.dataset.alone) {
    root.append(style, panel, edge);
    document.documentElement.append(host);
  }

  // Listening: only while the page is seen, as a browser keeps few connections to one host

  const others = "BroadcastChannel" in window ? new BroadcastChannel("knowbrand-preview") : null;

  const connect = () => {
    if (source || leaving || document.hidden) return;
    let first = true;
    source = new EventSource(EVENTS);
    source.addEventListener("open", () => (first = true));
    source.addEventListener("message", (event) => {
      if (!first) others?.postMessage("news");
      first = false;
      news = JSON.parse(event.data);
      compare(news.page);
      if (!leaving) present();
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      disconnect();
      setTimeout(connect, 1000);
    });
  };

  const disconnect = () => {
    source?.close();
    source = null;
  };

  others?.addEventListener("message", () => { // of a window that has a stream, to those that wait for theirs
    if (source?.readyState !== EventSource.CONNECTING) return;
    disconnect();
    connect();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  restoreScroll();
  connect();
})();
