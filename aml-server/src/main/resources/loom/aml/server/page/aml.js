// Search as you type, and the progress of work. Every page works without this script.
(() => {
  "use strict";

  /** Replaces one part of this page by the same part of another one. */
  const replace = async (address, id, signal) => {
    const response = await fetch(address, {signal, headers: {Accept: "text/html"}});
    if (!response.ok) {
      return null;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = page.getElementById(id);
    if (part) {
      document.getElementById(id).replaceWith(part);
    }
    return part;
  };

  const form = document.querySelector("form[data-live]");
  if (form) {
    let timer = 0;
    let last = new AbortController();
    form.elements.q.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        last.abort();
        last = new AbortController();
        const address = form.action + "?" + new URLSearchParams(new FormData(form));
        try {
          if (await replace(address, "result", last.signal)) {
            history.replaceState(null, "", address);
          }
        } catch (e) {
          if (e.name !== "AbortError") {
            throw e;
          }
        }
      }, 150);
    });
  }

  const follow = async () => {
    const work = document.getElementById("work");
    if (!work || !work.dataset.running) {
      return;
    }
    const now = await replace(location.href, "work").catch(() => null);
    if (now && !now.dataset.running) {
      // The button that stops it has no use any more.
      document.querySelector("form[action$='/cancel']")?.remove();
      return;
    }
    setTimeout(follow, 700);
  };
  if (document.getElementById("work")?.dataset.running) {
    setTimeout(follow, 400);
  }

  // On a phone, the navigation is wider than the page.
  document.querySelector(".sections [aria-current]")?.scrollIntoView({block: "nearest", inline: "center"});

  // A menu closes when the focus leaves it, or with Escape.
  const menu = document.querySelector("details.switch");
  if (menu) {
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) {
        menu.open = false;
      }
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        menu.open = false;
        menu.firstElementChild.focus();
      }
    });
  }
})();
