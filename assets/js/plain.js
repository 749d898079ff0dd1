// Text as it is compared: whatever the case, the dots of «ё» and the layout of the keyboard.
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё";

export function plain(text) {
  return text.trim().toLowerCase().normalize("NFKC").replaceAll("ё", "е");
}

// Whether a text holds what is typed, as it is or with the same keys in the other layout.
export function finder(typed) {
  const wanted = [...new Set([typed, switched(typed, LATIN, CYRILLIC), switched(typed, CYRILLIC, LATIN)].map(plain))];
  return (text) => wanted.some((one) => plain(text).includes(one));
}

function switched(typed, from, to) {
  return [...typed.trim().toLowerCase()].map((key) => to[from.indexOf(key)] ?? key).join("");
}
