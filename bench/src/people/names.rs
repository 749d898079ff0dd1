//! Names as companies have them: Russian and English, some of them much more often than others.

use std::collections::HashMap;

/// Numbers that look like chance and are the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    /// A number below `sides`, a small one rather than a great one: as surnames and departments are spread.
    pub fn lean(&mut self, sides: usize) -> usize {
        let (one, other) = (self.roll(sides), self.roll(sides));
        one * other / sides
    }
}

/// What is told of somebody.
#[derive(Clone, Debug)]
pub struct Told {
    pub name: String,
    pub patronymic: String,
    pub email: String,
    pub position: &'static str,
    pub mobile: String,
    pub is_russian: bool,
}

const MEN: [&str; 30] = [
    "Александр",
    "Сергей",
    "Дмитрий",
    "Андрей",
    "Алексей",
    "Максим",
    "Евгений",
    "Иван",
    "Михаил",
    "Николай",
    "Владимир",
    "Артём",
    "Павел",
    "Роман",
    "Денис",
    "Антон",
    "Игорь",
    "Олег",
    "Кирилл",
    "Илья",
    "Юрий",
    "Виктор",
    "Егор",
    "Константин",
    "Пётр",
    "Фёдор",
    "Григорий",
    "Тимур",
    "Лев",
    "Руслан",
];
const WOMEN: [&str; 30] = [
    "Елена",
    "Ольга",
    "Наталья",
    "Анна",
    "Татьяна",
    "Ирина",
    "Мария",
    "Екатерина",
    "Светлана",
    "Юлия",
    "Анастасия",
    "Марина",
    "Людмила",
    "Дарья",
    "Ксения",
    "Вера",
    "Надежда",
    "Галина",
    "Полина",
    "Алёна",
    "Софья",
    "Лариса",
    "Валерия",
    "Нина",
    "Яна",
    "Маргарита",
    "Лидия",
    "Зоя",
    "Эльвира",
    "Ульяна",
];
/// The beginnings of surnames, to which each of [`ENDINGS`] is added.
const STEMS: [&str; 80] = [
    "Иван",
    "Смирн",
    "Кузнец",
    "Петр",
    "Волк",
    "Сидор",
    "Федор",
    "Михайл",
    "Павл",
    "Семён",
    "Богдан",
    "Тарас",
    "Белоус",
    "Комар",
    "Орл",
    "Кисел",
    "Макар",
    "Захар",
    "Борис",
    "Корол",
    "Герасим",
    "Пономар",
    "Григор",
    "Лазар",
    "Медвед",
    "Соболь",
    "Рябин",
    "Поляк",
    "Цветк",
    "Данил",
    "Жук",
    "Фрол",
    "Журавл",
    "Никола",
    "Крыл",
    "Максим",
    "Сид",
    "Осип",
    "Логин",
    "Дани",
    "Седельник",
    "Шестак",
    "Казак",
    "Ефим",
    "Дорон",
    "Шаповал",
    "Гурь",
    "Блин",
    "Абрам",
    "Мельник",
    "Третьяк",
    "Карп",
    "Зыб",
    "Лобан",
    "Панфил",
    "Маслен",
    "Щерба",
    "Ерёмин",
    "Ковал",
    "Бондар",
    "Гаврил",
    "Степан",
    "Яковл",
    "Воробь",
    "Сорок",
    "Голуб",
    "Виноград",
    "Матвей",
    "Фомич",
    "Титар",
    "Уткин",
    "Хромч",
    "Чернец",
    "Шубен",
    "Щукар",
    "Эйдель",
    "Юдаш",
    "Ямщик",
    "Рогоз",
    "Нестер",
];
/// How the surname of a man ends, and that of a woman.
const ENDINGS: [[&str; 2]; 6] =
    [["ов", "ова"], ["ев", "ева"], ["ин", "ина"], ["енко", "енко"], ["ский", "ская"], ["юк", "юк"]];
const FATHERS: [&str; 12] = [
    "Александров",
    "Сергеев",
    "Иванов",
    "Петров",
    "Николаев",
    "Владимиров",
    "Михайлов",
    "Павлов",
    "Викторов",
    "Юрьев",
    "Андреев",
    "Олегов",
];
const FIRST: [&str; 40] = [
    "James",
    "Mary",
    "John",
    "Patricia",
    "Robert",
    "Jennifer",
    "Michael",
    "Linda",
    "William",
    "Elizabeth",
    "David",
    "Barbara",
    "Richard",
    "Susan",
    "Joseph",
    "Jessica",
    "Thomas",
    "Sarah",
    "Charles",
    "Karen",
    "Daniel",
    "Nancy",
    "Matthew",
    "Lisa",
    "Anthony",
    "Betty",
    "Mark",
    "Margaret",
    "Donald",
    "Sandra",
    "Steven",
    "Ashley",
    "Paul",
    "Emily",
    "Andrew",
    "Donna",
    "Joshua",
    "Michelle",
    "Kenneth",
    "Laura",
];
const LAST: [&str; 80] = [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Garcia",
    "Miller",
    "Davis",
    "Rodriguez",
    "Martinez",
    "Hernandez",
    "Lopez",
    "Gonzalez",
    "Wilson",
    "Anderson",
    "Thomas",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Perez",
    "Thompson",
    "White",
    "Harris",
    "Sanchez",
    "Clark",
    "Ramirez",
    "Lewis",
    "Robinson",
    "Walker",
    "Young",
    "Allen",
    "King",
    "Wright",
    "Scott",
    "Torres",
    "Nguyen",
    "Hill",
    "Flores",
    "Green",
    "Adams",
    "Nelson",
    "Baker",
    "Hall",
    "Rivera",
    "Campbell",
    "Mitchell",
    "Carter",
    "Roberts",
    "Gomez",
    "Phillips",
    "Evans",
    "Turner",
    "Diaz",
    "Parker",
    "Cruz",
    "Edwards",
    "Collins",
    "Reyes",
    "Stewart",
    "Morris",
    "Morales",
    "Murphy",
    "Cook",
    "Rogers",
    "Gutierrez",
    "Ortiz",
    "Morgan",
    "Cooper",
    "Peterson",
    "Bailey",
    "Reed",
    "Kelly",
    "Howard",
    "Ramos",
    "Kim",
    "Cox",
    "Ward",
    "O'Connor",
];
const POSITIONS: [&str; 24] = [
    "менеджер по продажам",
    "инженер",
    "бухгалтер",
    "водитель",
    "кладовщик",
    "оператор",
    "аналитик",
    "разработчик",
    "sales manager",
    "accountant",
    "engineer",
    "старший инженер",
    "юрист",
    "секретарь",
    "руководитель отдела",
    "тестировщик",
    "designer",
    "дизайнер",
    "маркетолог",
    "технолог",
    "электрик",
    "специалист по кадрам",
    "support specialist",
    "врач",
];
const DOMAINS: [&str; 4] =
    ["romashka.example", "sklad.romashka.example", "daisy.example.com", "post.example.net"];

/// Tells of one after the other.
pub struct Teller {
    dice: Dice,
    /// How many had that address before.
    namesakes: HashMap<String, u32>,
}

impl Teller {
    pub fn new() -> Self {
        Self { dice: Dice::new(41), namesakes: HashMap::new() }
    }

    pub fn next(&mut self) -> Told {
        let is_russian = self.dice.roll(10) < 7;
        let (first, last, patronymic) = if is_russian { self.russian() } else { self.english() };
        let local = format!("{}.{}", latin(&first), latin(&last));
        let domain = DOMAINS[self.dice.lean(DOMAINS.len())];
        let before = self.namesakes.entry(format!("{local}@{domain}")).or_default();
        *before += 1;
        let number = if *before == 1 { String::new() } else { before.to_string() };
        Told {
            name: format!("{first} {last}"),
            patronymic,
            email: format!("{local}{number}@{domain}"),
            position: POSITIONS[self.dice.lean(POSITIONS.len())],
            mobile: self.mobile(),
            is_russian,
        }
    }

    fn russian(&mut self) -> (String, String, String) {
        let woman = self.dice.roll(2);
        let first = [MEN, WOMEN][woman][self.dice.lean(MEN.len())];
        let stem = STEMS[self.dice.lean(STEMS.len())];
        let ending = ENDINGS[self.dice.lean(ENDINGS.len())][woman];
        let father = FATHERS[self.dice.lean(FATHERS.len())];
        (first.to_owned(), format!("{stem}{ending}"), format!("{father}{}", ["ич", "на"][woman]))
    }

    fn english(&mut self) -> (String, String, String) {
        let first = FIRST[self.dice.lean(FIRST.len())];
        let last = LAST[self.dice.lean(LAST.len())];
        (first.to_owned(), last.to_owned(), String::new())
    }

    /// Three of four tell theirs.
    fn mobile(&mut self) -> String {
        if self.dice.roll(4) == 0 {
            return String::new();
        }
        let mut digits = |sides| self.dice.roll(sides);
        format!("+7 9{:02} {:03}-{:02}-{:02}", digits(100), digits(1000), digits(100), digits(100))
    }
}

/// A name in the letters of addresses.
fn latin(name: &str) -> String {
    const LETTERS: [(char, &str); 33] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "y"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "sch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let mut text = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(cyrillic, _)| *cyrillic == letter) {
            Some((_, latin)) => text.push_str(latin),
            None if letter.is_ascii_alphanumeric() => text.push(letter),
            None => {}
        }
    }
    text
}
