// data-time-zone on a hidden field: the browser's time zone, by its name in the IANA database.
export function timeZone(field) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
