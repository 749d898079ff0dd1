# Список сотрудников, страница человека и то, что с ним делают.
people-tabs = Списки сотрудников
people-tab-active = В компании
people-tab-invited = Приглашены
people-tab-awaiting = Ждут подтверждения
people-tab-administrators = Администраторы
people-tab-dismissed = Уволенные
people-chip-all = Все
people-chip-own = Мои
people-chip-failed = Не доставлены
people-chip-kept = В ящике портала
people-chip-expiring = Истекают
people-chip-expired = Истекли
people-chip-revoked = Отозваны
people-chip-pending = Действуют
people-chip-declined = Отклонены
people-chip-links = Ссылки
people-searched = Найти: «{ $name }»
people-department = Отдел: { $name }
people-department-only = Только отдел: { $name }
people-department-all = Любой отдел
people-meant = По запросу «{ $typed }» никого нет. Показано то, что нашлось по запросу «{ $meant }».
people-by-match = Нашлось слишком много, чтобы упорядочить всех: сначала самые точные совпадения. Уточните запрос.
people-partly-known = Что стало с приглашением, вам видно у своих и у тех, что в ваши отделы: числа и фильтры, кроме «Все», — о них.
people-look-on = искать дальше
people-not-fresh = Список не обновляется: портал не отвечает.

people-filters = Фильтры
people-filters-on = Показать
people-filter-meaningless = Не действует: { $name }
people-filters-off = Сбросить всё
people-filter-off = Убрать фильтр
people-filter-any = Не важно
people-filter-only = Только этот отдел, без подотделов
people-filter-department-find = Найти отдел
people-filter-department-hint = Название или его часть
people-filter-no-department = Такого отдела нет: проверьте название
people-filter-inviter-hint = Имя или адрес
people-filter-no-person = Никого не нашли: проверьте имя или адрес
people-filter-alike = Точно так никого не зовут. Может быть, это кто-то из них:
people-filter-choose = Выберите, кто или что имеется в виду
people-filter-mine = Только мои приглашения
people-filter-which = Приглашение
people-filter-day = Введите день, например 2026-11-23
people-filter-since = Не раньше
people-filter-up-to = Не позже
people-filter-ends = Действует не дольше
people-filter-unknown = неизвестно
people-filter-role = Роль: { $name }
people-filter-inviter = Пригласил: { $name }
people-letter-queued = В очереди или отправляется
people-filter-letter = Письмо: { $name }
people-filter-from-to = { $from } — { $to }
people-filter-from = с { $name }
people-filter-to = по { $name }
people-filter-until = Действует до: { $name }
people-no-password = Ещё не выбрали пароль
people-role-not-administrator = Не администратор
people-role-employee = Сотрудник
people-role-given = { $name } (дана лично)

people-sort = Порядок
people-sort-usual = Как обычно
people-sort-name = По имени, от А до Я
people-sort-name-down = По имени, от Я до А
people-sort-surname = По фамилии, от А до Я
people-sort-surname-down = По фамилии, от Я до А
people-sort-position = По должности, от А до Я
people-sort-position-down = По должности, от Я до А
people-by-name = Имя
people-by-surname = Фамилия
people-sort-by-name = Сортировать по имени
people-sort-by-surname = Сортировать по фамилии
people-sort-by = Сортировать: { $name }
people-sort-reverse = В обратном порядке
people-sort-since = { $name }: сначала давние
people-sort-since-down = { $name }: сначала недавние

people-columns = Столбцы
people-columns-hint = Отметьте, что показывать. Порядок меняют стрелки; он сохраняется сразу.
people-columns-usual = Вернуть как было
people-column-up = Раньше: { $name }
people-column-down = Позже: { $name }

people-views = Сохранённые фильтры
people-views-manage = Сохранённые
people-views-none = Настройте список и нажмите «Сохранить фильтр»: он появится рядом со вкладками.
people-view-save = Сохранить фильтр
people-view-name = Название
people-view-hint = Его увидите только вы, рядом со вкладками списка.
people-view-called = Название фильтра «{ $name }»
people-view-rename = Переименовать
people-view-open = Открыть
people-view-nothing = Сначала выберите в списке хотя бы один фильтр: сейчас показаны все, и сохранять нечего
people-view-taken = Такое название уже есть: выберите другое
people-view-too-many =
    { $n ->
        [one] Больше { $n } фильтра не сохранить: удалите ненужные
       *[many] Больше { $n } фильтров не сохранить: удалите ненужные
    }

people-export-vcard = vCard
people-export-vcard-words = Карточки для адресной книги телефона и почты: с телефонами и днём рождения.
people-export-surname = Фамилия
people-export-given-name = Имя
people-export-narrowed = { $name } (отобранные)
people-export-hint = В файл попадут все строки этого списка, с теми столбцами и в том порядке, что на экране; фамилия, имя и отчество — ещё и отдельно. Выгрузка записывается в историю.
people-export-own = Будут выгружены только те, кто в ваших отделах.
people-export-own-count =
    { $n ->
        [one] Будет выгружен { $n } человек из ваших отделов.
        [few] Будут выгружены { $n } человека из ваших отделов.
       *[many] Будут выгружены { $n } человек из ваших отделов.
    }
people-export-own-line = только ваши отделы
people-picked = Выбрано:
people-picked-elsewhere = не на этой странице:
people-pick-found = Выбрать весь список, со всех страниц
people-picked-first = Выбраны первые: за один раз больше не выбрать. Сузьте список или продолжите с остальными потом.
people-not-picked = Не получилось, попробуйте ещё раз.
people-picked-none = Снять выделение
people-with-picked = С выбранными
people-to-actions = К действиям с выбранными

people-column-invitee = Кого пригласили
people-column-person = Сотрудник
people-column-department = Отдел
people-column-inviter = Пригласил
people-column-sent = Приглашён
people-column-link = Ссылка-приглашение
people-column-maker = Создал
people-column-made = Создана
people-column-until = Действует до
people-column-letter = Что с письмом
people-column-position = Должность
people-column-since = На портале с
people-since-joined = Присоединились
people-column-left = Увольнение
people-column-asked = Запрос
people-until-short = до
people-column-state = Состояние
people-column-address = E-mail
people-column-status = Статус
people-column-role = Роль
people-column-seen = Последний вход
people-column-actions = Действия
people-column-result = Что получилось
people-nameless = имя не указано
people-shown = Показано: { $n }
people-shown-all = Всего: { $n }
people-range = { $from }–{ $to } из { $all }
people-range-more = { $from }–{ $to } из более чем { $all }
people-before = назад
people-next = дальше
people-first = в начало

people-badge-administrator = Администратор
people-badge-active = В компании
people-badge-invited = Приглашён
people-badge-awaiting = Ждёт подтверждения
people-badge-dismissed = Уволен
people-badge-return-asked = Просит вернуть доступ
people-badge-no-password = Пароль не выбран

people-none-found = Никого не нашли
people-found-elsewhere = Зато кто-то нашёлся здесь:
people-none-found-words = Проверьте написание, загляните в другие списки или уберите фильтры.
people-none-invited = Здесь появятся приглашения
people-none-invited-words = Пригласите коллег: вы увидите, ушло ли письмо и кто уже присоединился.
people-none-links = Здесь появятся ссылки-приглашения
people-none-links-words = Создайте ссылку и передайте её: вы увидите, сколько человек присоединились, и сможете её выключить.
people-none-awaiting = Никто не ждёт
people-none-awaiting-words = Здесь появятся те, кто пришёл по ссылке-приглашению и ждёт вашего решения.
people-none-dismissed = Уволенных нет
people-none-dismissed-words = Уволенного сотрудника можно найти здесь и принять обратно.
people-none-active = Здесь появятся сотрудники
people-none-active-words = Пригласите первых коллег.

people-living-links = Ссылки-приглашения
people-all-links = Все ссылки

people-resend = Отправить ещё раз
people-revoke = Отозвать
people-correct = исправить
people-approve = Подтвердить
people-refuse = Отказать
people-approve-of = Подтвердить: { $name }
people-refuse-of = Отказать: { $name }
people-rehire = Принять обратно
people-delete = Удалить
people-edit = Изменить
people-edit-of = Изменить: { $name }
people-dismiss = Уволить
people-transfer = Перевести
people-add = Добавить в отдел
people-extend = Продлить
people-change-departments = Изменить отдел
people-go-on = Дальше
people-save = Сохранить
people-cancel = Отмена
people-make-administrator = Сделать администратором
people-unmake-administrator = Убрать из администраторов
people-open-invitation = Открыть приглашение

people-fact-email = E-mail
people-fact-dismissed = Увольнение
people-fact-return-asked = Просьба вернуть доступ
people-field-name = Имя и фамилия
people-field-position = Должность
people-language-hint = На нём портал говорит и пишет этому человеку.
people-field-departments = Отделы
people-department-gone = Выберите отдел заново: его только что удалили

people-dismiss-heading = Уволить: { $name }?
people-dismiss-words = Что произойдёт сразу:
people-delete-heading = Удалить: { $name }?
people-delete-words = Приглашение будет отозвано, ссылка перестанет работать. На этот адрес можно пригласить снова.
people-delete-waiting-words = Человек исчезнет из списка и узнает об этом из письма. Прийти по ссылке он сможет ещё раз.
people-delete-registered-words = Этот человек ещё ни разу не входил в портал. Его запись исчезнет совсем, ссылка в письме перестанет работать, место освободится; в истории останется, что он был. Этот адрес можно зарегистрировать или пригласить снова.
people-refuse-heading = Отказ: { $name }
people-refuse-words = Человек исчезнет из списка и узнает об этом из письма. Прийти по ссылке он сможет ещё раз.
people-revoke-many-words =
    { $n ->
        [one] Ссылка из письма перестанет работать, неотправленное письмо не уйдёт. На этот адрес можно пригласить снова.
        [few] Ссылки из писем перестанут работать, неотправленные письма не уйдут. На эти адреса можно пригласить снова.
       *[many] Ссылки из писем перестанут работать, неотправленные письма не уйдут. На эти адреса можно пригласить снова.
    }
people-revoke-words = Ссылка из письма перестанет работать, неотправленные письма не уйдут. На этот адрес можно пригласить снова.
people-revoke-many =
    { $n ->
        [one] Отозвать { $n } приглашение?
        [few] Отозвать { $n } приглашения?
       *[many] Отозвать { $n } приглашений?
    }
people-revoke-many-button =
    { $n ->
        [one] Отозвать { $n } приглашение
        [few] Отозвать { $n } приглашения
       *[many] Отозвать { $n } приглашений
    }

people-dismiss-many =
    { $n ->
        [one] Уволить { $n } сотрудника?
        [2] Уволить { $n } сотрудников?
        [3] Уволить { $n } сотрудников?
        [4] Уволить { $n } сотрудников?
        [few] Уволить { $n } сотрудника?
       *[many] Уволить { $n } сотрудников?
    }
people-dismiss-many-words =
    { $n ->
        [one] Доступ закроется сразу, на всех устройствах. Ссылки-приглашения этого сотрудника перестанут работать, место освободится. Сотрудника можно принять обратно, если ниже не сказано иначе.
       *[many] Доступ закроется сразу, на всех устройствах. Ссылки-приглашения этих сотрудников перестанут работать, места освободятся. Сотрудников можно принять обратно, если ниже не сказано иначе.
    }
people-dismiss-many-button =
    { $n ->
        [one] Уволить { $n } сотрудника
        [2] Уволить { $n } сотрудников
        [3] Уволить { $n } сотрудников
        [4] Уволить { $n } сотрудников
        [few] Уволить { $n } сотрудника
       *[many] Уволить { $n } сотрудников
    }
people-refuse-many =
    { $n ->
        [one] Отказать { $n } человеку?
       *[many] Отказать { $n } людям?
    }
people-refuse-many-words =
    { $n ->
        [one] Человек исчезнет из списка. Прийти по ссылке он сможет ещё раз.
       *[many] Люди исчезнут из списка. Прийти по ссылке они смогут ещё раз.
    }
people-refuse-many-button =
    { $n ->
        [one] Отказать { $n } человеку
       *[many] Отказать { $n } людям
    }
people-transfer-many =
    { $n ->
        [one] Перевести { $n } сотрудника
        [2] Перевести { $n } сотрудников
        [3] Перевести { $n } сотрудников
        [4] Перевести { $n } сотрудников
        [few] Перевести { $n } сотрудника
       *[many] Перевести { $n } сотрудников
    }
people-transfer-words = Выберите отделы. Из прежних отделов сотрудники уйдут.
people-transfer-many-button =
    { $n ->
        [one] Перевести { $n } сотрудника
        [2] Перевести { $n } сотрудников
        [3] Перевести { $n } сотрудников
        [4] Перевести { $n } сотрудников
        [few] Перевести { $n } сотрудника
       *[many] Перевести { $n } сотрудников
    }
people-add-many =
    { $n ->
        [one] Добавить в отдел { $n } сотрудника
        [2] Добавить в отдел { $n } сотрудников
        [3] Добавить в отдел { $n } сотрудников
        [4] Добавить в отдел { $n } сотрудников
        [few] Добавить в отдел { $n } сотрудника
       *[many] Добавить в отдел { $n } сотрудников
    }
people-add-words = Выберите отделы. В прежних отделах сотрудники останутся; кто был только в самой компании, перейдёт в выбранные, если вы отвечаете за всю компанию.
people-add-many-button =
    { $n ->
        [one] Добавить { $n } сотрудника
        [2] Добавить { $n } сотрудников
        [3] Добавить { $n } сотрудников
        [4] Добавить { $n } сотрудников
        [few] Добавить { $n } сотрудника
       *[many] Добавить { $n } сотрудников
    }
people-departments-many =
    { $n ->
        [one] Изменить отдел в { $n } приглашении
       *[many] Изменить отдел в { $n } приглашениях
    }
people-departments-words = Выберите, где люди окажутся, когда присоединятся.
people-departments-many-button =
    { $n ->
        [one] Изменить { $n } приглашение
        [few] Изменить { $n } приглашения
       *[many] Изменить { $n } приглашений
    }
people-extend-many =
    { $n ->
        [one] Продлить { $n } приглашение
        [few] Продлить { $n } приглашения
       *[many] Продлить { $n } приглашений
    }
people-extend-words = Срок считается с этой минуты. Письмо не отправляется, ссылка остаётся прежней.
people-extend-many-button =
    { $n ->
        [one] Продлить { $n } приглашение
        [few] Продлить { $n } приглашения
       *[many] Продлить { $n } приглашений
    }
people-extend-days = На сколько дней
people-extend-bad-days =
    { $n ->
        [one] Введите число дней: 1
       *[many] Введите число дней от 1 до { $n }
    }
people-choose-department = Выберите хотя бы один отдел
people-where-to = Куда: { $name }
people-for-days =
    { $n ->
        [one] Ещё на { $n } день, считая с этой минуты.
        [few] Ещё на { $n } дня, считая с этой минуты.
       *[many] Ещё на { $n } дней, считая с этой минуты.
    }
people-who =
    { $n ->
        [one] Кого это касается: { $n } человек
        [few] Кого это касается: { $n } человека
       *[many] Кого это касается: { $n } человек
    }

people-results = Что получилось
people-results-heading = Сделано { $done } из { $all }
people-result-done = Сделано
people-result-not-done = Не сделано
people-back-to-list = Вернуться к списку

flash-bulk-none = Отметьте хотя бы одну строку
flash-bulk-nobody = Этого человека в списке больше нет
flash-bulk-not-allowed = На это нет прав
flash-bulk-no-department = Отдел только что удалили
flash-bulk-too-long = На столько дней приглашения не продлеваются
flash-bulk-dismissed =
    { $n ->
        [one] { $n } сотрудник уволен
        [few] { $n } сотрудника уволены
       *[many] { $n } сотрудников уволено
    }
flash-bulk-transferred =
    { $n ->
        [one] { $n } сотрудник переведён
        [few] { $n } сотрудника переведены
       *[many] { $n } сотрудников переведено
    }
flash-bulk-added =
    { $n ->
        [one] { $n } сотрудник добавлен в отдел
        [few] { $n } сотрудника добавлены в отдел
       *[many] { $n } сотрудников добавлено в отдел
    }
flash-bulk-rehired =
    { $n ->
        [one] { $n } сотрудник снова в компании
        [few] { $n } сотрудника снова в компании
       *[many] { $n } сотрудников снова в компании
    }
flash-bulk-approved =
    { $n ->
        [one] { $n } сотрудник теперь в компании
        [few] { $n } сотрудника теперь в компании
       *[many] { $n } сотрудников теперь в компании
    }
flash-bulk-refused =
    { $n ->
        [one] { $n } человеку отказано
       *[many] { $n } людям отказано
    }
flash-bulk-extended =
    { $n ->
        [one] { $n } приглашение продлено
        [few] { $n } приглашения продлены
       *[many] { $n } приглашений продлено
    }
flash-bulk-departments =
    { $n ->
        [one] Отдел изменён в { $n } приглашении
       *[many] Отдел изменён в { $n } приглашениях
    }
flash-view-saved = Фильтр сохранён
flash-view-renamed = Фильтр переименован
flash-view-removed = Фильтр удалён
flash-bulk-not-found = Этого приглашения больше нет
flash-bulk-resent-kept =
    { $n ->
        [one] { $n } письмо осталось в ящике портала: почтового сервера нет
        [few] { $n } письма остались в ящике портала: почтового сервера нет
       *[many] { $n } писем осталось в ящике портала: почтового сервера нет
    }
flash-bulk-resent =
    { $n ->
        [one] { $n } письмо поставлено в очередь
        [few] { $n } письма поставлены в очередь
       *[many] { $n } писем поставлено в очередь
    }
flash-bulk-revoked =
    { $n ->
        [one] { $n } приглашение отозвано
        [few] { $n } приглашения отозваны
       *[many] { $n } приглашений отозвано
    }
flash-person-dismissed = Сотрудник уволен, доступ закрыт
flash-person-rehired = Сотрудник снова в компании
flash-person-deleted = Удалено
flash-person-approved = { $name } — теперь сотрудник компании. Мы сообщили об этом письмом
flash-person-approved-kept = { $name } — теперь сотрудник компании. Письмо об этом осталось в ящике портала: почтового сервера нет
flash-person-refused-kept = { $name }: отказано. Письмо об этом осталось в ящике портала: почтового сервера нет
flash-person-refused = { $name }: отказано. Мы сообщили об этом письмом
flash-person-saved = Сохранено
flash-person-saved-dismissed = Сохранено. Этот сотрудник уволен
flash-person-has-address = Этот человек возвращается со своим прежним адресом
flash-person-not-joined = Этот человек ещё не работал в компании
flash-person-not-active = Этот человек не работает в компании
flash-person-has-joined = Этот человек уже работал в портале: его можно только уволить
flash-person-not-waiting = Решение об этом человеке уже принято
flash-last-administrator = Это единственный администратор, который может войти. Сначала назначьте другого; если он ещё не выбрал пароль, дождитесь этого
flash-seats-full = Мест в тарифе не осталось. Смените тариф или освободите место
flash-role-changed = Права изменены
people-edit-sure = Если это верно, сохраните ещё раз.
people-fact-head = Руководитель
people-department-not-allowed = Выберите другие отделы: менять, кто работает в этих, вы не можете
people-department-choose = Выберите отдел: добавлять сотрудников без отдела вы не можете
people-dismiss-access = Доступ закроется на всех устройствах, место освободится.
people-dismiss-back = Сотрудника можно принять обратно; роли и руководство отделами сами не вернутся.
people-dismiss-final = Принять обратно вы не сможете: отделы дают этому человеку больше прав, чем есть у вас. Это сможет администратор.
people-rehire-beyond = Принять обратно может администратор: отделы дают этому человеку больше прав, чем есть у вас.
people-edit-shared = Данные может изменить тот, кто отвечает за все отделы сотрудника.
people-approve-beyond = Впустить может администратор: отделы дают этому человеку больше прав, чем есть у вас.
people-dismiss-stays = Останется в компании: это последний администратор. Сначала назначьте другого.
people-dismiss-links =
    { $n ->
        [one] Перестанет работать { $n } ссылка-приглашение.
        [few] Перестанут работать { $n } ссылки-приглашения.
       *[many] Перестанут работать { $n } ссылок-приглашений.
    }
people-dismiss-tokens =
    { $n ->
        [one] Будет отозван { $n } токен API: программа с ним потеряет доступ.
        [few] Будут отозваны { $n } токена API: программы с ними потеряют доступ.
       *[many] Будут отозваны { $n } токенов API: программы с ними потеряют доступ.
    }
people-dismiss-address = Новый адрес { $name } подтвердить уже не получится: останется прежний.
people-dismiss-leads = Оставит должности: { $name }. За отдел дальше отвечают другие его руководители, а если их нет — ближайший руководитель уровнем выше. Нет и его — назначьте нового.
people-dismiss-posts = Оставит должности: { $name }.
people-dismiss-answers = { $departments }: дальше отвечает { $name }.
people-dismiss-answer = { $departments }: дальше отвечают { $name }.
people-dismiss-nobody-answers = { $departments }: отвечать станет некому — назначьте нового руководителя.
people-dismiss-invitations =
    { $n ->
        [one] { $n } приглашение, которое ещё не приняли, останется в силе.
        [few] { $n } приглашения, которые ещё не приняли, останутся в силе.
       *[many] { $n } приглашений, которые ещё не приняли, останутся в силе.
    }
people-dismiss-revoke =
    { $n ->
        [one] Отозвать и это приглашение
        [few] Отозвать и эти приглашения
       *[many] Отозвать и эти приглашения
    }
people-dismiss-revoke-hint = Ссылки из писем перестанут работать, приглашённые исчезнут из списка.
people-refuse-reason = Почему
people-refuse-reason-hint = Можно не писать. Эти слова будут в письме.
people-rehire-heading = Принять обратно: { $name }
people-rehire-words = Прежний адрес освобождён. Укажите новый: на него придёт письмо, чтобы придумать пароль. Прежний пароль больше не подойдёт.
people-rehire-question = На { $name } придёт письмо об этом. Вход — с этим адресом и прежним паролем.
people-rehire-no-password = Пароля ещё не было: на { $name } придёт письмо, чтобы его придумать.
people-rehire-seat = Займёт место в тарифе.
people-rehire-departments = Отделы: { $name }.
people-free-heading = Освободить адрес: { $name }
people-free-words = { $email } сможет получить другой человек. Имя и история ({ $name }) останутся, но чтобы принять этого человека обратно, понадобится другой адрес. Отменить это нельзя.
people-administrator-heading = Сделать администратором: { $name }
people-administrator-words = Администратор может всё: менять людей, отделы, права и настройки, увольнять и назначать других администраторов.
people-no-administrator-heading = Убрать из администраторов: { $name }
people-no-administrator-words = Останутся права сотрудника и те, что дают роли и руководство отделами.
people-own-profile = Изменить в профиле
people-address-freed = адрес освобождён
people-fact-mobile-phone = Мобильный телефон
people-fact-work-phone = Рабочий телефон
people-fact-birthday = День рождения
people-field-patronymic = Отчество
people-field-patronymic-hint = Необязательно. Стоит после имени там, где имя написано полностью.
people-field-work-phone-hint = С добавочным так: +7 495 123-45-67, доб. 123
birthday-day = День
birthday-month = Месяц
birthday-year = Год
birthday-hint = Год можно не указывать. Его видят сам сотрудник и те, кто может изменять его данные, остальные — только день и месяц.

# Фотография.
photo-label = Фото
photo-other = Другое фото
photo-hint = JPEG, PNG или WebP до 10 МБ. Портал возьмёт квадрат из середины.
photo-upload = Загрузить
photo-remove = Удалить фото
photo-problem-none = Выберите файл с фотографией
photo-problem-unknown = Возьмите другой файл: подойдёт JPEG, PNG или WebP
photo-problem-mismatch = Проверьте имя файла: оно заканчивается не так, как принято у картинок этого вида (.jpg, .png или .webp)
photo-problem-too-large = Уменьшите файл до 10 МБ
photo-problem-too-many-pixels = Уменьшите картинку: в ней больше 25 миллионов точек
photo-problem-too-small = Возьмите картинку побольше: не меньше 96 точек по каждой стороне
photo-problem-broken = Возьмите другой файл: этот повреждён
flash-photo-saved = Фото сохранено
flash-photo-removed = Фото удалено

# Регистрация без приглашения.
register-link = Добавить сотрудника
register-title = Новый сотрудник
register-way = Добавить сотрудника
register-words = Сотрудник сразу появится в компании и займёт место. Ему придёт письмо, чтобы придумать пароль.
register-invite = Пригласить по почте
register-way-words = Учётная запись будет готова сразу, сотрудник только придумает пароль.
register-email-hint = С этим адресом сотрудник будет входить на портал.
register-language = Язык
register-language-hint = Письмо и портал будут на этом языке. Потом сотрудник может выбрать другой.
register-more = Телефоны и день рождения
register-button = Добавить сотрудника
flash-person-registered = Сотрудник в компании. Письмо со ссылкой для пароля написано: что с ним, видно здесь
first-password-missing = Сотрудник ещё не выбрал пароль и пока не может войти.
first-password-again = Отправить письмо ещё раз
flash-first-password-written = Новое письмо написано. Прежняя ссылка больше не действует
flash-first-password-written-kept = Новое письмо осталось в ящике портала: почтового сервера нет. Прежняя ссылка больше не действует
flash-first-password-just-written = Письмо только что отправлено. Повторить можно через пять минут после него
flash-person-has-password = Пароль уже выбран, письмо не нужно

# Адрес: смена, чужой, освобождённый.
address-title = Сменить адрес
address-words = Сейчас { $name } входит с адресом { $email }. Адрес сменится, когда новый подтвердят по ссылке из письма. На прежний придёт сообщение.
address-own-password = Ваш пароль
address-new = Новый e-mail
address-button = Отправить письмо
address-withdraw = Отменить смену адреса
address-waiting = Новый e-mail
address-asked-lately = Письма о смене адреса уже отправлены.
address-waiting-until = ждёт подтверждения до: { $name }
flash-address-asked = Откройте письмо на новом адресе и подтвердите его. Пока вы входите с прежним
flash-address-asked-kept = Письмо со ссылкой осталось в ящике портала: почтового сервера нет. Пока вы входите с прежним адресом
flash-address-asked-for = Письмо со ссылкой отправлено на новый адрес
flash-address-asked-for-kept = Письмо со ссылкой осталось в ящике портала: почтового сервера нет
flash-address-withdrawn = Смена адреса отменена
flash-address-freed = Адрес освобождён: теперь он может достаться другому
flash-person-not-dismissed = Этот человек не уволен: адрес принадлежит ему
taken-invited = Введите другой адрес: на этот уже отправлено приглашение
taken-employee = Введите другой адрес: сотрудник с этим адресом уже в компании
taken-awaiting = Введите другой адрес: человек с этим адресом ждёт подтверждения
taken-dismissed = Адрес занят: { $name }, среди уволенных
taken-dismissed-ask = Адрес занят: { $name }, среди уволенных. Освободить его может администратор: { $administrators }
taken-dismissed-ways = Адрес можно освободить для другого человека: имя и история уволенного сохранятся, но обратно его примут уже с другим адресом. Или примите его обратно сейчас, с прежним адресом.
taken-free = Освободить адрес
taken-free-go = Освободить адрес и продолжить
taken-open-person = Открыть карточку
taken-same = Введите другой адрес: этот и так указан
taken-opted-out = Введите другой адрес: получатель попросил ему не писать
taken-complaint = Введите другой адрес: его владелец пожаловался на письмо портала как на спам
taken-bad-address = Введите другой адрес: письма на этот возвращаются
flash-bulk-no-address = Его адрес освободили: откройте страницу сотрудника и укажите другой
flash-bulk-department-not-allowed = Нужно право и в прежних его отделах, и в новом
people-dismiss-roles = Закончатся роли: { $name }.
people-bulk-many = Отмечено строк: { $all }. За один раз обрабатывается { $most }, остальные { $rest } останутся отмеченными: портал предложит их следом.
people-bulk-gone =
    { $n ->
        [one] { $n } отмеченной строки больше нет в списке.
       *[many] { $n } отмеченных строк больше нет в списке.
    }
people-bulk-left =
    { $n ->
        [one] Отмечена ещё { $n } строка: с ней пока ничего не сделано.
        [few] Отмечены ещё { $n } строки: с ними пока ничего не сделано.
       *[many] Отмечены ещё { $n } строк: с ними пока ничего не сделано.
    }
people-bulk-go-on =
    { $n ->
        [one] Продолжить: ещё { $n } строка
        [few] Продолжить: ещё { $n } строки
       *[many] Продолжить: ещё { $n } строк
    }
people-resend-many =
    { $n ->
        [one] Отправить ещё раз { $n } письмо?
        [few] Отправить ещё раз { $n } письма?
       *[many] Отправить ещё раз { $n } писем?
    }
people-resend-many-words =
    { $n ->
        [one] Письмо уйдёт сразу, вернуть его нельзя. Ссылка в нём прежняя или новая, если прежняя уже не работает.
       *[other] Письма уйдут сразу, вернуть их нельзя. Ссылки в них прежние или новые, если прежние уже не работают.
    }
people-resend-many-button =
    { $n ->
        [one] Отправить { $n } письмо
        [few] Отправить { $n } письма
       *[many] Отправить { $n } писем
    }
people-dismiss-oneself = Это вы. Портал сразу закроется для вас, а принять вас обратно сможет только кто-то другой.
people-dismiss-self-stays = Останется в компании: это вы. Уволить себя можно только на своей карточке.
people-delete-dismissed-words = Этот человек ни разу не входил в портал. Его запись исчезнет совсем; в истории останется, что он был. Этот адрес можно зарегистрировать или пригласить снова.
flash-bulk-oneself = Это вы: себя увольняют на своей карточке
flash-bulk-dismissed-before = Уже уволен
people-rehire-no-seat = Свободных мест по тарифу сейчас нет: сначала освободите место или увеличьте тариф.
