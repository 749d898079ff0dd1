// Text as it is compared: whatever the case, the dots of «ё», the layout of the keyboard and the script.
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё";
// Cyrillic letters as passports spell them (ICAO Doc 9303, part 3), in the order of the alphabet.
const SPELLED = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia".split(" ");

export function plain(text) {
  return text.trim().toLowerCase().normalize("NFKC").replaceAll("ё", "е");
}

// Whether a text holds what is typed, as it is, with the same keys in the other layout, or spelled in Latin letters.
export function finder(typed) {
  const wanted = [...new Set([typed, switched(typed, LATIN, CYRILLIC), switched(typed, CYRILLIC, LATIN)].map(plain))];
  return (text) => {
    const here = [plain(text), latin(plain(text))];
    return wanted.some((one) => here.some((it) => it.includes(one)));
  };
}

function latin(text) {
  return text.replace(/[а-я]/g, (letter) => SPELLED[letter.charCodeAt(0) - 1072].replace("-", ""));
}

function switched(typed, from, to) {
  return [...typed.trim().toLowerCase()].map((key) => to[from.indexOf(key)] ?? key).join("");
}
