// data-fit on a frame: as high as what it shows, also when its width changes. Where that can't be found out, or without
// a script, it keeps the height that the styles give it.
export function fit(frame) {
  const measure = () => {
    const inside = frame.contentDocument?.documentElement;
    if (!inside || inside.ownerDocument.URL === "about:blank" || !frame.clientWidth) return;
    frame.style.height = "0";
    frame.style.height = `${inside.scrollHeight + frame.offsetHeight - frame.clientHeight}px`;
    // Nothing in it scrolls now: without a link to come by the keyboard passes it.
    if (!inside.querySelector("a:not([tabindex='-1'])")) frame.tabIndex = -1;
  };
  frame.addEventListener("load", measure);
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    measure();
  }).observe(frame);
  measure();
}
