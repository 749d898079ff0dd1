# Ссылки-приглашения и письмо из своей почты.
join-link-token = [ссылка]
join-link-letter-subject = Приглашение в портал компании «{ $company }»
join-link-letter-bare-subject = Приглашение в портал
join-link-letter-body =
    Здравствуйте!

    Приглашаю вас в портал компании «{ $company }». Откройте ссылку и введите свой e-mail:

    { $link }

    Ссылка действует до { $until }.

    { $inviter }
join-link-letter-short =
    Приглашаю вас в портал компании «{ $company }»:

    { $link }
