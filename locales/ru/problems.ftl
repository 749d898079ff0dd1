problem-not-found = Такого нет
problem-not-allowed = Владельцу токена это не разрешено
problem-malformed = Запрос не удалось прочитать
problem-wrong-host = По этому адресу портала нет
problem-unauthorized = Нужен действующий токен: Authorization: Bearer …
problem-too-many-requests = Слишком много попыток: подождите и повторите
problem-not-set-up = Портал ещё не настроен
problem-busy = Портал занят: подождите и повторите
problem-broken = Что-то сломалось у нас
problem-method-not-allowed = Этот адрес не принимает такой метод
problem-too-large = Запрос слишком большой
problem-not-json = Отправьте application/json
problem-idempotency-key = В Idempotency-Key должно быть от 1 до 255 знаков
problem-idempotency-key-reused = Этот Idempotency-Key уже использован для другого запроса
problem-unknown-department = Такого отдела нет
problem-bad-lifetime = Срок вне допустимых границ
problem-over-daily-quota = Писем на сегодня больше нет
problem-over-weekly-quota = Писем на эту неделю больше нет
problem-too-many-pending = Слишком много открытых приглашений
problem-seats-full = В тарифе нет свободных мест
problem-malformed-address = Это не адрес электронной почты
problem-awaiting-approval = Человек с этим адресом ждёт подтверждения
problem-notes-off = В письмах этой компании нет личных приписок: отправьте запрос без note
problem-too-many-links = Слишком много открытых ссылок
problem-most-days =
    { $n ->
        [one] Можно только 1 день.
       *[other] Можно от 1 до { $n } дней.
    }
problem-most-uses =
    { $n ->
        [one] Можно только 1 использование.
       *[other] Можно от 1 до { $n } использований.
    }
problem-letters-left =
    { $n ->
        [0] Писем не осталось.
        [one] Осталось { $n } письмо.
        [few] Осталось { $n } письма.
       *[many] Осталось { $n } писем.
    }
problem-invitations-left =
    { $n ->
        [0] Больше приглашений открыть нельзя: отзовите ненужные.
        [one] Можно открыть ещё { $n } приглашение.
        [few] Можно открыть ещё { $n } приглашения.
       *[many] Можно открыть ещё { $n } приглашений.
    }
problem-seats-left =
    { $n ->
        [0] Свободных мест нет.
        [one] Свободно { $n } место.
        [few] Свободно { $n } места.
       *[many] Свободно { $n } мест.
    }
problem-links-open =
    { $n ->
        [one] Может быть открыта { $n } ссылка: выключите ненужную.
        [few] Может быть открыто { $n } ссылки: выключите ненужные.
       *[many] Может быть открыто { $n } ссылок: выключите ненужные.
    }
problem-accepted = Приглашение уже принято
problem-declined = Приглашённый отказался
problem-revoked = Приглашение отозвано
problem-expired = Срок приглашения истёк
problem-pending = Приглашение открыто
problem-already-invited = Этот адрес уже приглашён
problem-already-employee = Человек с этим адресом уже работает
problem-dismissed = Этот адрес принадлежит бывшему сотруднику
problem-already-queued = Письмо уже ждёт отправки
problem-link-ended = Ссылка закончена при восстановлении базы: отправьте приглашение ещё раз
problem-just-sent = Это письмо недавно отправляли ещё раз
problem-too-many-letters = По этому приглашению отправлены все письма
problem-written-lately = На этот адрес недавно писали
problem-opted-out = Этот адрес просил больше не приглашать
problem-complaint = Владелец этого адреса пожаловался на письмо как на спам
problem-bad-address = Письма на этот адрес возвращаются
problem-name-taken = Такое название уже есть
problem-is-root = Сама компания остаётся на месте
problem-into-itself = Отдел нельзя поместить в него самого
problem-bad-name = Такое имя не подходит
problem-bad-uses = Число использований вне допустимых границ
problem-has-joined = Того, кто уже входил в портал, можно уволить, но не удалить
problem-not-joined = Этот человек ещё не присоединился
problem-last-administrator = Последний администратор остаётся
problem-not-waiting = Этот человек не ждёт подтверждения
problem-department-not-allowed = Для этих отделов у вас нет права
problem-bad-phone = Это не номер телефона
problem-bad-birthday = Такого дня рождения не может быть
problem-no-address = Адрес этого человека отдан другому: чтобы принять его обратно, укажите новый адрес в поле «email»
problem-has-address = Этот человек возвращается со своим прежним адресом: новый не нужен
