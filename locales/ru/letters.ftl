# Письма.
letter-from = Портал «{ $company }»
letter-plain-link = Если кнопка не открывается, скопируйте ссылку в браузер:
letter-hello = Здравствуйте, { $name }!
letter-hello-nameless = Здравствуйте!
letter-opt-out = Больше не приглашать меня
letter-fact-inviter = Приглашает
letter-fact-departments =
    { $n ->
        [one] Отдел
        [few] Отделы
       *[many] Отделы
    }

# Приглашение и напоминание о нём.
letter-invitation-subject = Приглашение на портал { $company }
letter-invitation-preheader = { $inviter } ждёт вас на портале. Осталось придумать пароль.
letter-invitation-heading = Вас приглашают на портал «{ $company }»
letter-invitation-words = { $inviter } приглашает вас на портал компании «{ $company }». Там видно, кто в компании работает, в каком отделе и как с ним связаться.
letter-invitation-note = { $inviter } добавляет: «{ $note }»
letter-invitation-button = Присоединиться
letter-invitation-until = Приглашение действует до { $until }.
letter-invitation-personal = Ссылка личная: не пересылайте это письмо.
letter-invitation-why = Вы получили это письмо, потому что ваш адрес указан в приглашении. Отправитель: { $inviter }.
letter-invitation-stranger = Если вы не знаете отправителя, просто не отвечайте.
letter-reminder-subject = Напоминание: приглашение на портал { $company }
letter-reminder-heading = Приглашение на портал «{ $company }» скоро закончится
letter-reminder-words = { $inviter } приглашает вас на портал компании «{ $company }», и это приглашение ещё ждёт вас. Больше напоминать не будем.
