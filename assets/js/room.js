// Whether an open list ends above the end of the screen, or could not above its opener either.
export function hasRoom(list, opener) {
  const { bottom, height } = list.getBoundingClientRect();
  const bar = document.querySelector(".bar")?.getBoundingClientRect();
  const end = bar?.height ? bar.top : innerHeight;
  return bottom <= end || height > opener.getBoundingClientRect().top;
}
