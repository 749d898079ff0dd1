// data-time-zone on a field: the browser's time zone, by its name in the IANA database; where that is offered, by what it is called there.
export function timeZone(field) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const offered = [...(field.list?.options ?? [])].find(({ label }) => label === zone);
  field.value = offered?.value ?? zone;
}
