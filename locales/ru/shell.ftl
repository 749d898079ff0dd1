# Рамка вокруг страниц: навигация, поиск, меню, общие части.
nav-label = Разделы
nav-employees = Сотрудники
nav-waiting = Ждут подтверждения
nav-structure = Структура компании
nav-structure-short = Структура
nav-history = История
nav-settings = Настройки
nav-mailbox = Ящик для проверки
nav-invite = Пригласить
nav-invited = Приглашены
nav-profile = Профиль
nav-help = Помощь
nav-more = Ещё

shell-skip = Перейти к содержанию
shell-search-label = Поиск по сотрудникам
shell-search-hint = Имя, e-mail, телефон, отдел
shell-me = Моё меню
shell-sign-out = Выйти
shell-close = Закрыть
shell-back = Назад
shell-loading = Загружаем…
shell-not-loaded = Не получилось загрузить. Проверьте связь и попробуйте ещё раз.
shell-leave = Введённое не сохранено. Закрыть?
shell-errors = Исправьте ошибки
shell-copy = Скопировать
shell-copied = Скопировано
shell-actions = Действия: { $name }
shell-select-all = Выбрать все
shell-select = Выбрать: { $name }

shell-seats = Места
shell-seats-free = Свободно { $free } из { $total }
shell-unreachable = Письма портала не доходят на ваш адрес.
shell-unreachable-way = Что делать
shell-mail-trouble = Письма ждут: { $reason }.
shell-mail-trouble-way = Проверить настройки почты
shell-mail-queue = Очередь писем
shell-mail-paused = Отправка писем остановлена: приглашения и уведомления ждут.
shell-seats-unlimited = Без ограничения мест
shell-seats-details = { $used } занято, { $invited } приглашено
seats-tight =
    { $n ->
        [one] Приглашено больше людей, чем осталось мест: не хватит { $n } места. Присоединятся те, кто успеет.
        [few] Приглашено больше людей, чем осталось мест: не хватит { $n } мест. Присоединятся те, кто успеет.
       *[many] Приглашено больше людей, чем осталось мест: не хватит { $n } мест. Присоединятся те, кто успеет.
    }
seats-none-to-join = Свободных мест нет: приглашённые смогут присоединиться, когда освободится место или сменится тариф.
seats-held-from-links = Свободные места держатся за приглашёнными: кто придёт по ссылке, присоединится, когда освободится место или сменится тариф.
seats-none-to-invite = Свободных мест нет, а место держится за каждым приглашённым: пригласить можно будет, когда место освободится или сменится тариф.
seats-none-to-add = Свободных мест нет: добавить сотрудника можно будет, когда место освободится или сменится тариф.

shell-picker-add = Добавить
shell-picker-done = Готово
shell-picker-search = Найти отдел
shell-picker-none = Такого отдела нет
shell-picker-remove = Убрать:
