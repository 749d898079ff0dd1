// data-tabs: where the row scrolls, the present one is brought into sight.
export function tabs(row) {
  const here = row.querySelector("[aria-current]")?.getBoundingClientRect();
  if (here) row.scrollLeft += here.left - row.getBoundingClientRect().left - (row.clientWidth - here.width) / 2;
}
