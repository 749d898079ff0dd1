// On the trail to a department: where the row scrolls, its end, which is the nearest, is brought into sight. A name
// that is cut says the whole of itself under the pointer.
export function trail(row) {
  row.scrollLeft = row.scrollWidth;
  for (const link of row.querySelectorAll("a")) if (link.scrollWidth > link.clientWidth) link.title = link.textContent;
}
