invite-title = Пригласить по почте
invite-seats-short =
    { $n ->
        [one] Место держится за каждым приглашённым: не поместится { $n } человек. Уберите лишние адреса или добавьте места:
        [few] Место держится за каждым приглашённым: не поместятся { $n } человека. Уберите лишние адреса или добавьте места:
       *[many] Место держится за каждым приглашённым: не поместится { $n } человек. Уберите лишние адреса или добавьте места:
    }
invite-seats-short-ask =
    { $n ->
        [one] Место держится за каждым приглашённым: не поместится { $n } человек. Уберите лишние адреса или попросите администратора добавить места.
        [few] Место держится за каждым приглашённым: не поместятся { $n } человека. Уберите лишние адреса или попросите администратора добавить места.
       *[many] Место держится за каждым приглашённым: не поместится { $n } человек. Уберите лишние адреса или попросите администратора добавить места.
    }
invite-departments = Выберите отдел
invite-departments-hint = Когда сотрудник примет приглашение, он сразу окажется в этих отделах.
invite-way = Как пригласить
invite-departments-none = Если не выбрать ни одного, он попадёт в отдел: { $name }.
invite-typed-kept = Введённые адреса сохранены: они вернутся, когда выберете «Через почтовый сервис».
invite-way-mail-app = Из своей почты
invite-way-mail-app-words = Откроется ваша почтовая программа с готовым письмом. Оно уйдёт с вашего рабочего адреса: таким письмам больше доверяют.
invite-way-mail-service = Через почтовый сервис
invite-way-mail-service-words = Портал отправит каждому личное письмо, и вы увидите, что с ним стало.
invite-way-other = Другие способы
invite-way-other-words = Ссылка, которую можно передать в чате или при встрече.
invite-link-note =
    { $n ->
        [one] Ссылка на { $n } человека, до { $until }
       *[many] Ссылка на { $n } человек, до { $until }
    }
invite-continue = Продолжить
invite-back = Назад
invite-not-allowed = Приглашают не все
invite-not-allowed-words = Сейчас вам нельзя приглашать сотрудников: это могут администраторы и те, кому разрешает роль. Напишите кому-нибудь из администраторов, кого добавить:
invite-to-employees = К сотрудникам
invite-by-link = По ссылке
invite-by-link-words = Портал создаст ссылку: передайте её сами.
invite-by-email = По e-mail
invite-by-email-words = Письмо из вашей почтовой программы или от портала.
more-invited = Приглашены

invite-mail-app-title = Письмо из своей почты
invite-mail-app-lead = Адреса вы впишете в почтовой программе. Портал не видит, кому ушло письмо: люди появятся в списке, когда присоединятся по ссылке из письма.
invite-subject = Тема
invite-text = Текст письма
invite-text-hint = Текст можно изменить и здесь, и в почтовой программе. На место пометки { $name } портал поставит ссылку.
invite-fits = Поместится в письмо
invite-over = Не поместится целиком: откроется короткий текст
invite-no-mail-app = У меня не настроена почта на телефоне
invite-no-mail-app-desk = У меня не настроена почта на компьютере
invite-text-control-character = В тексте есть невидимый знак. Наберите это место заново.
invite-text-too-long = Текст слишком длинный. Сократите его.
invite-no-right = Администратор только что выключил приглашения для сотрудников. Текст сохранён: попросите администратора пригласить или включить их снова.
invite-department-gone = Выбранный отдел тем временем удалили. Вернитесь назад и выберите другой.
invite-fit-short = Ваш текст не помещается в письмо целиком, поэтому откроется короткий. Полный текст — ниже: скопируйте его.
invite-fit-link-only = Ваш текст не помещается в письмо, поэтому откроется письмо с одной ссылкой. Полный текст — ниже: скопируйте его.
invite-link-put-back = Пометки [ссылка] в тексте не было, поэтому ссылка стоит в конце.
invite-subject-put-back = Темы у письма не было, поэтому стоит обычная: «{ $name }».
invite-ready-title = Письмо готово
invite-open-mail = Открыть почту
invite-ready-words =
    { $n ->
        [one] Ссылка действует до { $until }, по ней может присоединиться до { $n } человека.
       *[many] Ссылка действует до { $until }, по ней может присоединиться до { $n } человек.
    }
invite-fallback = Почта не открылась?
invite-fallback-words = Скопируйте текст или ссылку и отправьте их, как вам удобно. Или доверьте письма порталу.
invite-copy-text = Скопировать текст
invite-copy-link = Скопировать ссылку
invite-copied = Скопировано
invite-link = Ссылка
invite-share = Поделиться
invite-mail-service = Почтовый сервис портала
invite-my-links = Мои ссылки
invite-link-page = QR-код и кто присоединился
invite-to-invited = К приглашённым

invite-addresses = Введите e-mail сотрудников, которых хотите пригласить
invite-addresses-hint = Через пробел, запятую или с новой строки, можно с именами: Пётр Вяземский petr@example.org. До 1000 адресов.
invite-addresses-count = Адресов:
invite-addresses-empty = Введите хотя бы один адрес в формате имя@компания.рф

invite-review = Проверьте перед отправкой
invite-back-addresses = Назад к адресам
invite-check = Проверить снова
invite-repeats =
    { $n ->
        [one] Повторы убраны: { $n } адрес стоял в списке ещё раз.
        [few] Повторы убраны: { $n } адреса стояли в списке ещё раз.
       *[many] Повторы убраны: { $n } адресов стояли в списке ещё раз.
    }
invite-mended = Исправленные адреса — среди тех, кому отправим. Посмотрите и отправьте.
invite-mend-left = Кого не исправите, тот приглашения не получит.
invite-pile-mend = Исправьте
invite-pile-ready = Будет отправлено
invite-pile-no-room = Не хватает мест
invite-no-room =
    { $n ->
        [0] Свободных мест нет: ничего не отправится, пока они не появятся.
        [one] Мест хватит на { $n } человека. Пока в списке больше, ничего не отправится.
       *[other] Мест хватит на { $n } человек. Пока в списке больше, ничего не отправится.
    }
invite-pile-invited = Уже приглашены
invite-pile-settled = Не будет отправлено
invite-nobody-ready = Пока отправлять некому. Исправьте адреса или добавьте другие.
invite-characters = знаков
invite-into = Будут работать здесь: { $name }
invite-names-hint = Напишите имена сотрудников: их увидят коллеги.
invite-row-address = Адрес
invite-row-name = Имя для { $name }
invite-row-name-hint = Имя
invite-row-remove = Убрать { $name }
invite-row-fix = Исправить
invite-row-keep = Оставить как есть
invite-language = Язык писем
invite-letter = Как выглядит письмо
invite-show-more = Показать ещё
invite-send =
    { $n ->
        [one] Отправить { $n } приглашение
        [few] Отправить { $n } приглашения
       *[many] Отправить { $n } приглашений
    }
invite-fate-already-invited = приглашение уже отправлено
invite-fate-kept = письмо осталось в ящике портала: его никто не получил
invite-fate-not-delivered = письмо не доставлено: { $name }
invite-open = Открыть приглашение
invite-fate-complaint = пожаловался на письмо как на спам
invite-fate-already-employee = уже сотрудник
invite-fate-awaiting-approval = ждёт подтверждения
invite-fate-dismissed = среди уволенных
invite-fate-dismissed-ask = среди уволенных: вернуть его или освободить адрес может администратор ({ $name })
invite-fate-opted-out = просил больше не приглашать
invite-fate-bad-address = письмо на этот адрес вернулось
invite-fate-written-lately = ему недавно писали: повторить можно через две недели
invite-fate-too-many-letters = ему отправлены все письма: попросите администратора
invite-approve = Подтвердить
invite-alike-listed = Похоже на адрес из этого списка: { $name }. Проверьте, не один ли это человек.
invite-alike-invited = Похоже на уже приглашённого: { $name }. Проверьте, не один ли это человек.
invite-alike-employee = Похоже на сотрудника: { $name }. Проверьте, не один ли это человек.
invite-bad-lifetime = Приглашение действует от 1 до { $n } дней.
invite-over-daily =
    { $n ->
        [0] На сегодня ваши письма закончились. Список сохранён: отправьте его завтра или попросите администратора.
       *[other] Сегодня вы можете отправить ещё { $n }. Уберите лишние адреса или попросите администратора.
    }
invite-over-weekly =
    { $n ->
        [0] На этой неделе ваши письма закончились. Список сохранён: отправьте его позже или попросите администратора.
       *[other] На этой неделе вы можете отправить ещё { $n }. Уберите лишние адреса или попросите администратора.
    }
invite-too-many-pending = Слишком много ваших приглашений ещё не приняты. Можно отправить ещё { $n }: отзовите старые или попросите администратора.
invite-seats-full = Приглашение занимает место, а свободно мест: { $n }. Ничего не отправлено: уберите лишние адреса.

invite-batch-heading =
    { $n ->
        [0] Никто не приглашён
        [one] Отправляем { $n } приглашение
        [few] Отправляем { $n } приглашения
       *[many] Отправляем { $n } приглашений
    }
invite-batch-waits =
    { $n ->
        [one] Ждёт отправки { $n } приглашение
        [few] Ждут отправки { $n } приглашения
       *[many] Ждут отправки { $n } приглашений
    }
invite-batch-undone =
    { $n ->
        [one] Отменено { $n } приглашение
        [few] Отменено { $n } приглашения
       *[many] Отменено { $n } приглашений
    }
invite-batch-progress = Отправлено { $count } из { $all }
invite-batch-progress-returned = Отправлено { $count } из { $all }, из них вернулось { $returned }
invite-batch-progress-kept = В ящике портала { $count } из { $all }
invite-batch-sent =
    { $n ->
        [one] Отправлено { $n } приглашение
        [few] Отправлено { $n } приглашения
       *[many] Отправлено { $n } приглашений
    }
invite-batch-kept =
    { $n ->
        [one] В ящике портала { $n } приглашение
        [few] В ящике портала { $n } приглашения
       *[many] В ящике портала { $n } приглашений
    }
invite-batch-progress-undelivered = не доставлено { $count }
invite-batch-progress-stopped = остановлено { $count }
invite-batch-progress-unknown = без ответа { $count }
invite-batch-progress-revoked = отозвано { $count }
invite-batch-unanswered = Не на все приглашения ответил почтовый сервер
invite-batch-stopped = Письма остановлены: базу данных восстановили из копии
invite-batch-returned = Приглашения отправлены, но доставлены не все
invite-batch-partly = Отправлены не все приглашения
invite-batch-paused = Отправка на паузе. Приглашения уйдут, когда администратор снимет её.
invite-batch-held-up = Сейчас письма не уходят: { $why }. Следующая попытка: { $next }.
invite-batch-behind = Из отправленных ещё не дошло { $n }: { $why }.
invite-batch-uncertain =
    { $n ->
        [one] О { $n } письме пока не известно, дошло ли оно: { $why }.
       *[other] О { $n } письмах пока не известно, дошли ли они: { $why }.
    }
invite-batch-delayed =
    { $n ->
        [one] Задерживается { $n } письмо: { $why }. Портал повторит сам.
        [few] Задерживаются { $n } письма: { $why }. Портал повторит сам.
       *[many] Задерживаются { $n } писем: { $why }. Портал повторит сам.
    }
invite-kept = Почтовый сервер не подключён: письма и коды портала никто не получит, они останутся в его ящике.
invite-kept-settings = Подключить сервер
invite-local = Ссылки ведут на { $name }: он открывается только на этом компьютере. На других устройствах они не сработают.
invite-local-settings = Указать адрес портала
invite-kept-ask = Скажите об этом администратору.
invite-leave = Страницу можно закрыть: отправка продолжится.
invite-refresh = Обновить
invite-undo-before = Письма уйдут через
invite-undo-after = с
invite-undo = Отменить отправку
invite-again = Исправить список
invite-refused = Не приглашены
invite-mend-refused = Исправить и пригласить
invite-more = Пригласить ещё
flash-invite-undone =
    { $n ->
        [one] Отменено { $n } приглашение: письмо не ушло.
        [few] Отменено { $n } приглашения: письма не ушли.
       *[many] Отменено { $n } приглашений: письма не ушли.
    }
flash-invite-too-late = Отменять нечего: письма уже ушли. Приглашения можно отозвать в списке.
invite-badge-withdrawn = Отменено
invite-badge-none = Без письма
invite-badge-queued = В очереди
invite-badge-sending = Отправляется
invite-badge-sent = Принято сервером
invite-badge-deferred = Доставка задерживается
invite-badge-failed = Не доставлено
invite-badge-unknown = Ответа сервера нет
invite-reason-already-invited = уже приглашён
invite-reason-already-employee = уже сотрудник
invite-reason-awaiting-approval = ждёт подтверждения
invite-reason-dismissed = уволен
invite-reason-opted-out = просил больше не приглашать
invite-reason-bad-address = письмо на этот адрес вернулось
invite-reason-written-lately = ему недавно писали
invite-reason-too-many-letters = ему отправлены все письма
invite-reason-to-mend = адрес не исправлен

invite-link-max = Сколько человек присоединится
invite-link-days = Сколько дней действует
invite-link-make = Создать ссылку
invite-link-bad-uses = Напишите число от 1 до { $n }
invite-link-bad-days = Напишите число дней от 1 до { $n }
invite-departments-gone = Отдела, который был выбран, больше нет. Выберите другой.
invite-departments-not-allowed = Сюда вы приглашать не можете: { $name }. Выберите другой отдел.
invite-department-not-allowed = Выберите другой отдел: в этот вы приглашать не можете
invite-suppression = Почему и как снова писать
