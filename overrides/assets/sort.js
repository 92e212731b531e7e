// @ts-check
// Lets a reader sort the table of pages by a column. Without this script it stands in the order of the menu.
(() => {
  "use strict";

  /** @param {HTMLTableRowElement} row @param {number} column */
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  };

  const tables = /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".site-states"));
  for (const table of tables) {
    const headings = [...(table.tHead?.rows[0].cells ?? [])];
    headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.setAttribute("aria-label", heading.dataset.sortLabel ?? "");
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].sort((one, other) =>
          value(one, column).localeCompare(value(other, column), document.documentElement.lang),
        );
        table.tBodies[0].append(...(down ? rows.reverse() : rows));
      });
      heading.replaceChildren(button);
    });
  }
})();
