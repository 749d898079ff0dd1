// data-count="id" on a text area: says how many addresses are typed into it. Only a hint: the portal's
// own reading, on the next page, decides.
export function counter(area) {
  const line = document.getElementById(area.dataset.count);
  let waiting;
  const show = () => {
    const found = addresses(area.value);
    line.textContent = found ? `${line.dataset.words} ${found}` : "";
  };
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    // Not at each key: a screen reader would read every step.
    waiting = setTimeout(show, 400);
  });
  show();
}

export function addresses(text) {
  return text.split(/[\s,;<>()"]+/).filter((word) => /^[^@]+@[^@]+$/.test(word)).length;
}
