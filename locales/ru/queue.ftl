# Очередь писем.
queue-title = Очередь писем
queue-server = Почтовый сервер
queue-server-since = С { $since } письма не проходят: { $reason }. Следующая проба: { $next }.
queue-server-waits = Письма ждут: { $reason }. Следующая проба: { $next }.
queue-server-waits-some = Писем ждёт { $count }: { $reason }. Следующая проба: { $next }. У остальных причины свои: они видны в «Отложены».
queue-server-idle = Ничего не мешает, но отправка на паузе
queue-server-rests = До неё портал сервер не тревожит.
queue-server-rests-sign-in = До неё портал сервер не тревожит, чтобы тот не заблокировал вход.
queue-server-rests-limit = До неё портал отправляет только коды и пароли, чтобы сервер не ограничил его строже.
queue-server-rests-policy = Сервер отказал нескольким письмам подряд, поэтому портал остановил и остальные, кроме кодов и паролей. Проверьте записи DNS и ограничения сервера; его ответы видны в «Не доставлены».
queue-sending = Отправка
queue-goes = Письма уходят по мере готовности
queue-waits = Паузы нет: письма ждут, когда их возьмёт сервер
queue-stands = Пауза с { $since }
queue-stands-by = Пауза с { $since }. Кто остановил: { $name }
queue-pause = Поставить на паузу
queue-pause-now = Остановить отправку
queue-pause-hint = Приглашения и уведомления будут ждать, сколько потребуется. Коды, ссылки для пароля и пробные письма уходят как обычно.
queue-resume = Продолжить отправку
queue-reason = Причина (необязательно)
queue-reason-problem = Сократите причину до { $n } знаков и уберите ссылки и невидимые знаки
flash-queue-paused = Отправка остановлена
flash-queue-resumed = Отправка продолжается
queue-restored =
    База данных восстановлена из копии от { $when }. { $count ->
        [0] Писем, которые стоило бы отправить, в ней нет. Продолжить отправку?
        [one] Тогда ждало { $count } письмо: с тех пор оно могло уже уйти. Отправить его?
        [few] Тогда ждало { $count } письма: с тех пор они могли уже уйти. Отправить их?
       *[many] Тогда ждало { $count } писем: с тех пор они могли уже уйти. Отправить их?
    }
queue-restored-hint = До ответа приглашения и уведомления ждут. Если отправить, кто-то получит письмо второй раз. Если не отправлять, приглашения останутся: каждое можно отправить снова.
queue-restored-in-vain =
    { $n ->
        [one] { $n } письмо с приглашением не уйдёт: его ссылка больше не действует. Отправьте это приглашение ещё раз.
        [few] { $n } письма с приглашениями не уйдут: их ссылки больше не действуют. Отправьте эти приглашения ещё раз.
       *[many] { $n } писем с приглашениями не уйдут: их ссылки больше не действуют. Отправьте эти приглашения ещё раз.
    }
queue-restored-send = Отправить и продолжить
queue-restored-withdraw = Не отправлять и продолжить
flash-waiting-answered = На этот вопрос уже ответили
flash-waiting-withdrawn =
    { $n ->
        [0] Отправка продолжается
        [one] Отправка продолжается без { $n } письма из копии
       *[other] Отправка продолжается без { $n } писем из копии
    }
flash-queue-retried =
    { $n ->
        [one] Портал отправляет ещё раз { $n } письмо
        [few] Портал отправляет ещё раз { $n } письма
       *[many] Портал отправляет ещё раз { $n } писем
    }
flash-queue-none-left = Таких писем в очереди уже нет: они ушли, закончились или ждут другого
flash-queue-stood = Отправка на паузе: письма уйдут, когда её снимут
flash-queue-gone = Это письмо уже не ждёт повтора: посмотрите, что с ним стало
queue-piles = Письма по состоянию
queue-pile-queued = В очереди
queue-pile-sending = Отправляются
queue-pile-deferred = Отложены
queue-pile-failed = Не доставлены
queue-pile-unknown = Без ответа
queue-about-queued = Ждут своей очереди. Первыми уходят письма, которых ждут у экрана.
queue-about-sending = Их сейчас принимает почтовый сервер.
queue-about-deferred = Сервер не взял их сразу или был недоступен. Портал пробует снова сам, до трёх суток.
queue-about-failed = За последние 30 дней: сервер их не взял, или они вернулись позже. Сами они больше не уйдут. Приглашение откройте: там можно исправить адрес или отправить ещё раз. Письмо для первого пароля отправляют заново с карточки сотрудника, код и ссылку для нового пароля человек запрашивает сам.
queue-about-unknown = За последние 30 дней. Сервер не ответил, взял ли письмо, или отправка прервалась на стороне портала. Портал повторяет такое не больше одного раза, с той же ссылкой, а после восстановления из копии не повторяет: смотрите «Следующую попытку».
queue-returned = отправлено, но вернулось: { $name }
queue-more-than = больше { $name }
queue-reasons = По какой причине отложены
queue-all-reasons = Все причины
queue-none = Здесь писем нет
queue-none-words = Список обновляется сам.
queue-column-to = Кому
queue-column-why = Что мешает
queue-column-since = Создано
queue-column-attempts = Попыток
queue-column-next = Следующая попытка
queue-next = сейчас
queue-next-paused = после паузы
queue-never = больше не будет
queue-retry = Повторить
queue-retry-of = Повторить письмо сейчас: { $name }
queue-retry-all = Повторить сейчас все с этой причиной
queue-kind-other = Письмо портала
queue-kind-template-trial = Проба шаблона
queue-kind-invitation = Приглашение
queue-kind-reminder = Напоминание о приглашении
queue-kind-accepted = Приглашение принято
queue-kind-seat-missing = Не хватило места
queue-kind-new-invitation-asked = Просьба о новом приглашении
queue-kind-approval-asked = Ждёт подтверждения
queue-kind-approved = Подтверждение
queue-kind-refused = Отказ
queue-kind-already-employee = Уже сотрудник
queue-kind-joined = Пришёл по ссылке
queue-kind-joined-several = Пришли по ссылке
queue-kind-link-seat-missing = По ссылке не хватило места
queue-kind-seats-missing = Не хватило мест
queue-kind-address-code = Код для адреса
queue-kind-password-reset = Новый пароль
queue-kind-password-changed = Пароль изменён
queue-kind-first-password = Первый пароль
queue-kind-address-change = Смена адреса
queue-kind-address-change-asked = Просьба сменить адрес
queue-kind-address-changed = Адрес изменён
queue-kind-seats-warning = Места тарифа заканчиваются
queue-kind-online-warning = Одновременная работа: мест почти нет
queue-chart = Письма за 14 дней
queue-chart-none = За 14 дней через почтовый сервер не ушло ни одного письма.
queue-chart-accepted = Принял сервер
queue-chart-returned = Из них вернулись
queue-chart-failed = Не отправлены
queue-chart-all = принял сервер { $accepted }, из них вернулось { $returned }, не отправлено { $failed }
queue-chart-today = Сегодня принято: { $name }
