# Слова, которые нужны на многих страницах.
count-invitations =
    { $n ->
        [one] { $n } приглашение
        [few] { $n } приглашения
       *[many] { $n } приглашений
    }

date-today = сегодня
date-tomorrow = завтра
date-yesterday = вчера
date-full = { $day } { $year }
date-january = { $day } января
date-february = { $day } февраля
date-march = { $day } марта
date-april = { $day } апреля
date-may = { $day } мая
date-june = { $day } июня
date-july = { $day } июля
date-august = { $day } августа
date-september = { $day } сентября
date-october = { $day } октября
date-november = { $day } ноября
date-december = { $day } декабря
month-january = января
month-february = февраля
month-march = марта
month-april = апреля
month-may = мая
month-june = июня
month-july = июля
month-august = августа
month-september = сентября
month-october = октября
month-november = ноября
month-december = декабря
error-title = Ошибка:
error-busy = Портал сейчас занят. Подождите несколько секунд и отправьте форму ещё раз
form-changed-meanwhile = Пока форма была открыта, здесь записали: { $name }. Сохраните ещё раз, если верно то, что у вас
form-emptied-meanwhile = Пока форма была открыта, это поле очистили. Сохраните ещё раз, если верно то, что у вас
