// Applies the chosen theme before the page is painted, and lets people switch it.
(() => {
  "use strict";
  const order = ["system", "light", "dark"];
  const read = () => {
    try {
      return order.includes(localStorage.theme) ? localStorage.theme : "system";
    } catch {
      return "system";
    }
  };
  const apply = (theme) => {
    if (theme === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  };
  apply(read());
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const show = () => {
      button.lastElementChild.textContent = read();
    };
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(read()) + 1) % order.length];
      try {
        localStorage.theme = next;
      } catch {
        // Without storage, the choice lasts for this page.
      }
      apply(next);
      button.lastElementChild.textContent = next;
    });
  });
})();
