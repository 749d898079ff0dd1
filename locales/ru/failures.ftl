failure-way-on = На главную
failure-not-found = Такой страницы нет
failure-not-found-words = Возможно, её удалили или в адресе опечатка.
failure-forbidden = Здесь нужны другие права
failure-forbidden-words = Это действие доступно не всем. Спросите администратора портала.
failure-malformed = Запрос не удалось прочитать
failure-malformed-words = Вернитесь назад и попробуйте ещё раз: то, что вы ввели, осталось в форме.
failure-wrong-host = По этому адресу портала нет
failure-wrong-host-words = Откройте портал по адресу из письма-приглашения или спросите коллег.
failure-not-set-up = Портал ещё не настроен
failure-not-set-up-words = Откройте ссылку для настройки: она напечатана в журнале сервера. Новую ссылку печатает команда collega setup-link.
failure-sign-in-first = Сначала войдите
failure-sign-in-first-words = Эта страница открывается после входа.
failure-too-many = Слишком много попыток
failure-too-many-words =
    { $n ->
        [one] Попробуйте снова через { $n } секунду.
        [few] Попробуйте снова через { $n } секунды.
       *[many] Попробуйте снова через { $n } секунд.
    }
failure-busy = Портал сейчас занят
failure-busy-words = Подождите несколько секунд и обновите страницу. Ничего не потеряно.
failure-broken = Что-то сломалось у нас
failure-broken-words = Мы записали, что случилось. Попробуйте ещё раз или сообщите администратору.
