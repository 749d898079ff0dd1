# Ссылки-приглашения и письмо из своей почты.
join-link-token = [ссылка]
join-link-letter-subject = Приглашение на портал компании «{ $company }»
join-link-letter-bare-subject = Приглашение на портал
join-link-letter-body =
    Здравствуйте!

    Приглашаю вас на портал компании «{ $company }». Откройте ссылку и введите свой e-mail:

    { $link }

    Ссылка действует до { $until }.

    { $inviter }
join-link-letter-short =
    Приглашаю вас на портал компании «{ $company }»:

    { $link }

# Ссылки в списке и то, что с ними делают.
link-of-letter = Ссылка для письма
link-of-link = Ссылка
link-uses = вошли { $n } из { $most }
link-state-open = Действует
link-state-used-up = Использована
link-state-expired = Истекла
link-state-off = Выключена
link-maker-gone = кто её создал, больше не может приглашать
link-off-by-administrator = выключил администратор
link-switch-off = Выключить
link-switch-on = Включить снова
flash-link-off = Ссылка выключена: по ней больше никто не войдёт. Включить её снова можно в списке ссылок
flash-link-on = Ссылка снова действует
flash-link-off-by-another = Эту ссылку выключил администратор: включить её может только он. Попросите его или создайте новую
flash-link-made = Ссылка готова

# Страница ссылки.
link-hand-over = Передать ссылку
link-qr = QR-код этой ссылки
link-qr-hint = Код можно показать на экране или напечатать: телефон откроет ссылку.
link-write = Написать письмо
link-joined = Кто вошёл
link-nobody = Пока никто.
link-fact-uses = По ссылке
link-fact-left = Ещё могут войти
link-not-yours = Саму ссылку видит только тот, кто её создал.
link-switch-hint = По выключенной ссылке никто не войдёт. Кто уже вошёл, остаётся.
flash-too-many-links =
    { $n ->
        [one] У вас уже открыта { $n } ссылка: больше нельзя. Выключите ненужную
        [few] У вас уже открыты { $n } ссылки: больше нельзя. Выключите ненужные
       *[many] У вас уже открыто { $n } ссылок: больше нельзя. Выключите ненужные
    }
