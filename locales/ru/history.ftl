# История: что было сделано, простыми словами.
history-none = Здесь появится история
history-none-words = Кто, когда и что сделал: приглашения, отделы, права, настройки.
history-column-what = Что сделано
history-column-who = Кто
history-column-when = Когда
history-by-api = через API
history-by-command = командой на сервере
history-by-portal = портал
history-by-guest = гость

history-company-created = Компания создана: { $details }
history-settings-changed = Настройки изменены: { $details }
history-inviting-switched-on = Приглашать теперь могут все сотрудники
history-inviting-switched-off = Приглашать теперь могут только администраторы
history-plan-changed = Тариф изменён: { $details }
history-department-created = Отдел создан: { $details }
history-department-renamed = Отдел переименован: { $details }
history-department-moved = Отдел перемещён: { $details }
history-department-deleted = Отдел удалён: { $details }
history-invited = Приглашение создано: { $details }
history-letter-accepted = Письмо принято почтовым сервером: { $details }
history-letter-deferred = Доставка письма задерживается: { $details }
history-letter-failed = Письмо не доставлено: { $details }
history-letter-unknown = Письмо могло уйти дважды: { $details }
history-resent = Приглашение отправлено ещё раз: { $details }
history-reminded = Напоминание отправлено: { $details }
history-revoked = Приглашение отозвано: { $details }
history-undone = Отправка отменена: { $details }
history-address-corrected = Адрес исправлен: { $details }
history-new-link = Сделана новая ссылка: { $details }
history-departments-changed = Отдел изменён: { $details }
history-extended = Срок приглашения изменён
history-name-changed = Имя изменено: { $details }
history-accepted = Приглашение принято: { $details }
history-declined = Приглашённый отказался: { $details }
history-opted-out = Получатель попросил больше не приглашать: { $details }
history-new-invitation-asked = Попросили новое приглашение: { $details }
history-join-link-created = Создана ссылка-приглашение
history-join-link-switched-off = Ссылка-приглашение выключена
history-join-link-switched-on = Ссылка-приглашение снова включена
history-joined = Сотрудник присоединился: { $details }
history-approved = Сотрудник подтверждён: { $details }
history-refused = Человеку отказано: { $details }
history-seat-missing = Не хватило места: { $details }
history-dismissed = Сотрудник уволен: { $details }
history-rehired = Сотрудник принят обратно: { $details }
history-deleted = Удалено: { $details }
history-role-changed =
    { $details ->
        [administrator] Назначен администратором
       *[other] Больше не администратор
    }
history-profile-changed = Данные сотрудника изменены: { $details }
history-signed-in = Вход
history-sign-in-failed = Неудачный вход: { $details }
history-signed-out = Выход
history-sessions-ended = Выход на всех других устройствах
history-password-reset-asked = Попросили новый пароль: { $details }
history-password-reset-in-vain = Новый пароль попросили для адреса, с которым никто не входит
history-password-changed = Пароль изменён: { $details }
history-token-created = Создан токен API: { $details }
history-token-revoked = Токен API отозван: { $details }
