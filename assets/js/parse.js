// A page that was fetched, as a document. What stands there for browsers without scripts is taken out: where a page is
// only read, a browser takes <noscript> for an element like any other, and what is in it would come to life here.
export function parse(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  page.querySelectorAll("noscript").forEach((part) => part.remove());
  return page;
}
