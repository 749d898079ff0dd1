# Список сотрудников, страница человека и то, что с ним делают.
people-tabs = Списки сотрудников
people-tab-active = В компании
people-tab-invited = Приглашены
people-tab-awaiting = Ждут подтверждения
people-tab-administrators = Администраторы
people-tab-dismissed = Уволенные
people-chip-all = Все
people-chip-failed = Не доставлены
people-chip-expiring = Истекают
people-chip-expired = Истекли
people-chip-revoked = Отозваны
people-chip-links = Ссылки
people-searched = Найти: «{ $name }»
people-search-off = Убрать поиск
people-department = Отдел: { $name }
people-department-any = Отдел: любой
people-department-all = Любой отдел
people-picked = Выбрано:

people-column-invitee = Кого пригласили
people-column-person = Сотрудник
people-column-department = Отдел
people-column-inviter = Пригласил
people-column-sent = Отправлено
people-column-link = Ссылка-приглашение
people-column-maker = Создал
people-column-made = Создана
people-column-until = Действует до
people-column-letter = Что с письмом
people-column-position = Должность
people-column-since = Присоединение
people-column-left = Увольнение
people-column-asked = Запрос
people-until-short = до
people-column-state = Состояние
people-column-actions = Действия
people-column-result = Что получилось
people-nameless = имя не указано
people-shown =
    { $n ->
        [one] Показан { $n }
        [few] Показаны { $n }
       *[many] Показано { $n }
    }
people-next = дальше
people-first = в начало

people-badge-administrator = Администратор
people-badge-invited = Приглашён
people-badge-awaiting = Ждёт подтверждения
people-badge-dismissed = Уволен

people-none-found = Никого не нашли
people-found-elsewhere = Зато кто-то нашёлся здесь:
people-none-found-words = Проверьте написание, загляните в другие списки или уберите фильтры.
people-none-invited = Здесь появятся приглашения
people-none-invited-words = Пригласите коллег: вы увидите, ушло ли письмо и кто уже присоединился.
people-none-links = Здесь появятся ссылки-приглашения
people-none-links-words = Создайте ссылку и передайте её: вы увидите, сколько человек вошли, и сможете её выключить.
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
people-rehire = Принять обратно
people-delete = Удалить
people-edit = Изменить
people-dismiss = Уволить
people-save = Сохранить
people-cancel = Отмена
people-make-administrator = Сделать администратором
people-unmake-administrator = Убрать из администраторов
people-open-invitation = Открыть приглашение

people-fact-email = E-mail
people-fact-dismissed = Увольнение
people-field-name = Имя и фамилия
people-field-position = Должность
people-field-departments = Отделы
people-department-gone = Выберите отдел заново: его только что удалили

people-dismiss-heading = Уволить: { $name }?
people-dismiss-words = Что произойдёт сразу:
people-delete-heading = Удалить: { $name }?
people-delete-words = Приглашение будет отозвано, ссылка перестанет работать. На этот адрес можно пригласить снова.
people-refuse-heading = Отказать: { $name }?
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

people-results = Что получилось
people-results-heading = Сделано { $done } из { $all }
people-result-done = Сделано
people-result-not-done = Не сделано
people-back-to-list = Вернуться к списку

flash-bulk-none = Отметьте хотя бы одно приглашение
flash-bulk-not-found = этого приглашения больше нет
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
flash-person-approved = Сотрудник в компании. Мы написали ему об этом
flash-person-refused = Человеку отказано
flash-person-saved = Сохранено
flash-person-not-joined = Этот человек ещё не работал в компании
flash-person-has-joined = Этот человек уже работал в компании: его можно только уволить
flash-person-not-waiting = Решение об этом человеке уже принято
flash-last-administrator = Это единственный администратор. Сначала назначьте другого
flash-seats-full = Мест не осталось. Увольте кого-нибудь или смените тариф
flash-role-changed = Права изменены
people-fact-head = Руководитель
people-department-not-allowed = Выберите другие отделы: менять, кто работает в этих, вы не можете
people-dismiss-access = Доступ закроется на всех устройствах, место освободится. Сотрудника можно принять обратно, роли и должности в отделах сами не вернутся.
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
people-dismiss-leads = Закончится руководство в отделах: { $name }. Отвечать за них будут другие руководители отдела или руководитель уровнем выше.
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
people-rehire-words = Прежний адрес отдан другому сотруднику. Укажите новый: на него придёт письмо, чтобы придумать пароль. Прежний пароль больше не подойдёт.
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
birthday-hint = Год можно не указывать. Его видят сам сотрудник и администраторы, остальные — только день и месяц.

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
register-link = Зарегистрировать
register-title = Новый сотрудник
register-way = Зарегистрировать сотрудника
register-words = Сотрудник сразу появится в компании и займёт место. Ему придёт письмо, чтобы придумать пароль.
register-invite = Пригласить по почте
register-way-words = Учётная запись будет готова сразу, сотрудник только придумает пароль.
register-email-hint = С этим адресом сотрудник будет входить на портал.
register-button = Зарегистрировать
flash-person-registered = Сотрудник в компании. Письмо со ссылкой для пароля уже в пути
first-password-missing = Пароль ещё не выбран: войти пока нельзя.
first-password-again = Отправить письмо ещё раз
flash-first-password-written = Новое письмо уже в пути. Прежняя ссылка больше не действует
flash-first-password-just-written = Письмо только что отправлено. Повторить можно через несколько минут
flash-person-has-password = Пароль уже выбран, письмо не нужно

# Адрес: смена, чужой, освобождённый.
address-title = Сменить адрес
address-words = Сейчас { $name } входит с адресом { $email }. Адрес сменится, когда новый подтвердят по ссылке из письма. На прежний придёт сообщение.
address-own-password = Ваш пароль
address-new = Новый e-mail
address-button = Отправить письмо
address-withdraw = Отменить смену адреса
address-waiting = Новый e-mail
address-waiting-until = ждёт подтверждения, { $name }
flash-address-asked = Откройте письмо на новом адресе и подтвердите его. Пока вы входите с прежним
flash-address-asked-for = Письмо со ссылкой отправлено на новый адрес
flash-address-withdrawn = Смена адреса отменена
flash-address-freed = Адрес освобождён: теперь он может достаться другому
flash-person-not-dismissed = Этот человек не уволен: адрес принадлежит ему
taken-invited = Введите другой адрес: на этот уже отправлено приглашение
taken-employee = Введите другой адрес: сотрудник с этим адресом уже в компании
taken-awaiting = Введите другой адрес: человек с этим адресом ждёт подтверждения
taken-dismissed = Адрес занят: { $name }, среди уволенных
taken-dismissed-ask = Адрес занят: { $name }, среди уволенных. Освободить его может администратор: { $administrators }
taken-dismissed-ways = Адрес можно освободить для другого человека: имя и история уволенного сохранятся. Или примите его обратно.
taken-free = Освободить адрес
taken-free-hint = Адрес сможет получить другой человек. Имя и история останутся.
taken-open-person = Открыть карточку
taken-same = Введите другой адрес: этот и так указан
taken-opted-out = Введите другой адрес: получатель попросил ему не писать
taken-bad-address = Введите другой адрес: письма на этот возвращаются
