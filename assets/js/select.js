// data-select-all on a checkbox: picks all boxes of its form with the same data-group; the element
// [data-selected] says how many are picked (what stands around it is hidden without a script), [data-needs-selection] is shown, floating, while there are some.
export function selectAll(head) {
  const form = head.form ?? head.closest("form");
  const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box !== head && box.name === head.dataset.selectAll);
  const show = () => {
    const all = boxes();
    const picked = all.filter((box) => box.checked).length;
    head.checked = picked > 0 && picked === all.length;
    head.indeterminate = picked > 0 && picked < all.length;
    for (const line of form.querySelectorAll("[data-selected]")) {
      line.textContent = picked;
      line.parentElement.hidden = picked === 0;
    }
    for (const part of form.querySelectorAll("[data-needs-selection]")) part.hidden = picked === 0;
  };
  for (const part of form.querySelectorAll("[data-needs-selection]")) part.classList.add("floating");
  head.hidden = false;
  head.addEventListener("change", () => {
    for (const box of boxes()) box.checked = head.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
}
