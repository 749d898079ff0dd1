# «Профиль»: о себе, пароль, где выполнен вход.
profile-self = О вас
profile-name-hint = Имя и фамилия, как их видят коллеги.
profile-language = Язык
profile-language-hint = На нём будут экраны и письма для вас.
profile-language-problem = Выберите язык из списка
profile-save = Сохранить
profile-role = Роль
profile-ask = Должность и отделы меняют администратор, HR или руководитель.
profile-password = Пароль
profile-password-present = Нынешний пароль
profile-password-new = Новый пароль
profile-password-button = Изменить пароль
profile-password-sessions = Здесь вы останетесь на портале, а на всех других устройствах произойдёт выход.
profile-password-address = Смена адреса на { $name } отменится: новый адрес нужно будет указать снова.
profile-password-none = Введите ваш нынешний пароль
profile-password-wrong = Это не ваш нынешний пароль. Проверьте раскладку клавиатуры или выйдите и нажмите «Забыли пароль?»
profile-password-same = Это ваш нынешний пароль. Придумайте другой
profile-sessions = Где выполнен вход
profile-session-this = Это устройство
profile-browser = Неизвестный браузер
profile-sessions-end = Выйти на всех других
flash-profile-saved = Сохранено
flash-password-changed = Пароль изменён. На всех других устройствах выполнен выход.
flash-sessions-ended =
    { $n ->
        [0] Вход выполнен только на этом устройстве
        [one] Выполнен выход на { $n } другом устройстве
        [few] Выполнен выход на { $n } других устройствах
       *[many] Выполнен выход на { $n } других устройствах
    }
address-section = Адрес для входа
address-own-words = Сейчас вы входите с адресом { $name }. На новый придёт письмо со ссылкой, на прежний — сообщение о смене.
address-waits = Ждёт подтверждения: { $email }. Ссылка из письма действует до: { $until }.
flash-address-changed = Адрес изменён. На всех других устройствах выполнен выход.
