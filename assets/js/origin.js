// data-origin on a field: where the browser is, scheme and all, which the portal behind a proxy can't know.
export function origin(field) {
  field.value = location.origin;
}
