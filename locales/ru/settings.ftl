# Настройки: обзор, компания, приглашения, тариф.
settings-company = Компания
settings-inviting = Приглашения
settings-inviting-words =
    { $n ->
        [one] Приглашение действует { $n } день
        [few] Приглашение действует { $n } дня
       *[many] Приглашение действует { $n } дней
    }
settings-plan = Тариф и места
settings-rights-words = Кто может приглашать и что может администратор
settings-mail = Почта
settings-mail-mailbox = Письма остаются в ящике портала
settings-mail-closed = Письма не уходят и ждут
settings-tokens = Токены
settings-tokens-words = Доступ для программ и скриптов
settings-history-words = Кто, что и когда изменил
settings-save = Сохранить
settings-name = Название компании
settings-name-hint = Его видят сотрудники и получатели приглашений. Так же называется верхний отдел структуры.
settings-url = Адрес портала
settings-url-of-administrators = Его меняют только администраторы: из него складываются все ссылки в письмах.
settings-url-set = Адрес задан в настройках установки (public_url) и вернётся при следующем запуске. Измените его там.
settings-url-hint = Из него складываются все ссылки в письмах. После изменения ссылки, отправленные раньше, работают, только пока старый адрес тоже ведёт на портал, а войти нужно будет заново.
settings-url-problem = Введите адрес целиком, без пути после имени сервера, например https://portal.romashka.ru
settings-url-taken = Введите другой адрес: по этому работает портал другой компании
settings-language = Язык
settings-language-hint = Язык писем и экранов для тех, кто не выбрал свой.
settings-zone = Часовой пояс
settings-zone-hint = Начните вводить город из списка, например Москва.
settings-zone-problem = Выберите город часового пояса из списка, например Москва
settings-number = Введите число от 1 до { $n }
settings-number-or-nothing = Введите число от 1 до { $n } или оставьте поле пустым
settings-inviting-everyone = Приглашать могут все сотрудники.
settings-inviting-administrators = Приглашают только администраторы и те, кому это разрешает роль.
settings-lifetimes = Сроки
settings-invitation-days = Сколько дней действует приглашение
settings-join-link-days = Сколько дней действует ссылка-приглашение
settings-join-link-uses = Сколько человек могут войти по одной ссылке
settings-approval = Подтверждение
settings-require-approval = Кто пришёл по ссылке, ждёт подтверждения
settings-require-approval-hint = Впускают администраторы и те, кому это разрешает роль. Личных приглашений это не касается.
settings-trusted-domains = Домены, которым подтверждение не нужно
settings-trusted-domains-hint = По одному в строке, например romashka.ru. Укажите только домены вашей компании: на общей почте ящик может завести кто угодно.
settings-domain-problem = Исправьте домен «{ $name }»: нужна часть адреса после @, например romashka.ru
settings-domains-too-many =
    { $n ->
        [one] Оставьте не больше { $n } домена
       *[other] Оставьте не больше { $n } доменов
    }
settings-quotas = Ограничения для сотрудника
settings-quotas-hint = Администраторов они не касаются.
settings-letters-per-day = Писем с приглашениями в день
settings-letters-per-week = Писем с приглашениями в неделю
settings-pending-per-inviter = Приглашений, которые ждут ответа
settings-plan-used = Занято мест
settings-plan-invited = Приглашено
settings-plan-free = Свободно
settings-plan-unlimited = без ограничения
settings-plan-over =
    { $n ->
        [one] Сотрудников на { $n } больше, чем мест. Все продолжают работать, но новые не смогут присоединиться, пока не освободится место.
        [few] Сотрудников на { $n } больше, чем мест. Все продолжают работать, но новые не смогут присоединиться, пока не освободятся места.
       *[many] Сотрудников на { $n } больше, чем мест. Все продолжают работать, но новые не смогут присоединиться, пока не освободятся места.
    }
settings-plan-name = Название тарифа
settings-plan-name-hint = Для себя, можно не заполнять.
settings-plan-seats = Сколько сотрудников может быть в компании
settings-plan-seats-hint = Оставьте пустым, чтобы не ограничивать. Если мест станет меньше, чем сотрудников, никто не потеряет доступ.
settings-plan-reserve = Держать место за каждым приглашённым
settings-plan-reserve-hint = Тогда пригласить можно не больше людей, чем свободных мест, и каждому приглашённому место достанется.
settings-plan-online = Сколько сотрудников могут работать одновременно
settings-plan-online-hint = Оставьте пустым, чтобы не ограничивать. Администраторы могут войти всегда.
flash-settings-saved = Настройки сохранены
flash-plan-saved = Тариф сохранён
flash-plan-over = Тариф сохранён. Не хватает мест: { $n }

settings-plan-online-now = Работают сейчас
settings-plan-full = Все места заняты: новые сотрудники не смогут присоединиться, пока кто-нибудь не уйдёт или мест не станет больше.
settings-plan-nearly =
    { $n ->
        [one] Занято больше 80 % мест: осталось { $n }.
        [few] Занято больше 80 % мест: осталось { $n }.
       *[many] Занято больше 80 % мест: осталось { $n }.
    }
settings-plan-online-full = Одновременно работает столько людей, сколько позволяет тариф: остальные ждут. Администраторы входят всегда.
settings-plan-online-nearly = Одновременно работает больше 80 % разрешённого тарифом.
plan-chart-title = Как используется тариф
plan-chart-seats = Занято мест
plan-chart-online = Работали одновременно
plan-chart-of = { $used } из { $total }
plan-chart-over = { $used } при { $total } по тарифу
plan-chart-summary = сейчас { $last }, максимум { $most }
plan-chart-limit =
    { $n ->
        [one] пунктир: { $n } по тарифу
        [few] пунктир: { $n } по тарифу
       *[many] пунктир: { $n } по тарифу
    }
plan-chart-table = Показать числа
plan-chart-day = День
