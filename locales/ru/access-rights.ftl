# Права доступа.
access-rights-title = Права доступа
access-rights-everyone = Приглашать могут все сотрудники
access-rights-on = Включено
access-rights-off = Выключено
access-rights-on-words = Любой сотрудник может пригласить коллег и управлять своими приглашениями.
access-rights-on-in-vain = Сейчас приглашают не все: роли «Сотрудник» это не разрешено. Откройте её ниже и разрешите приглашать.
access-rights-switch-not-his = Переключает тот, кому приглашать во всей компании разрешает ещё какая-нибудь роль: иначе он не смог бы включить это снова.
access-rights-off-words = Приглашают администраторы и те, чья роль это разрешает. Уже отправленные приглашения действуют.
access-rights-roles = Что может каждая роль
access-rights-highest = У кого несколько ролей, тому разрешено всё, что разрешает хотя бы одна, в самых широких пределах. Администратор может всё.
access-rights-own = Свои отделы: где человек работает, а у руководителя и заместителя те, за которые он отвечает. «И ниже»: вместе с подотделами. Кто работает в нескольких отделах, того меняет тот, кто отвечает за каждый из них.
access-rights-what = Право
access-rights-administrator = Администратор
access-rights-hr = HR
access-rights-head = Руководитель
access-rights-deputy = Заместитель
access-rights-employee = Сотрудник
access-rights-yes = Да
access-rights-no = Нет
access-rights-administrators = Администраторы
access-rights-ask = Если вам нужно право, обратитесь к ним.
access-rights-all-administrators = Открыть в списке сотрудников
access-rights-history = Что менялось
access-rights-switched-on = Приглашать разрешено всем
access-rights-switched-off = Приглашать разрешено только тем, чья роль это позволяет
access-rights-of-person = Что может и почему
access-rights-of = Права: { $name }
access-rights-administrator-all = Администратор может всё во всей компании.
flash-inviting-on = Теперь приглашать могут все сотрудники
flash-inviting-off = Теперь приглашают только те, чья роль это разрешает
flash-person-more-than-own = Так изменились бы права, которых нет у вас самих. Обратитесь к администратору
flash-rights-more-than-own = Эта роль разрешает то, чего не можете вы сами. Обратитесь к администратору

permission-invite = Приглашать
permission-hint-invite = Приглашать людей и создавать ссылки-приглашения
permission-register = Добавлять без приглашения
permission-hint-register = Завести сотрудника сразу, он получит письмо со входом
permission-see-invitations = Видеть чужие приглашения
permission-hint-see-invitations = Кто пригласил и что стало с письмом
permission-manage-invitations = Управлять чужими приглашениями
permission-hint-manage-invitations = Отправить ещё раз, исправить, отозвать; лимиты на письма не действуют
permission-approve = Подтверждать
permission-hint-approve = Впускать тех, кто пришёл по ссылке, и отказывать им
permission-edit-people = Менять данные сотрудников
permission-hint-edit-people = Имя, должность, отделы
permission-dismiss = Увольнять и принимать обратно
permission-hint-dismiss = Доступ закрывается сразу
permission-edit-structure = Менять структуру
permission-hint-edit-structure = Отделы, их руководители и заместители
permission-export = Выгружать список
permission-hint-export = Сохранить список сотрудников в файл
permission-manage-rights = Управлять правами
permission-hint-manage-rights = Роли, кому они даны, переключатель приглашений
permission-manage-settings = Управлять настройками
permission-hint-manage-settings = Компания, приглашения, тариф, история. Почтовый сервер, адрес портала и срок хранения истории меняют только администраторы

scope-none = Нет
scope-department = Свои отделы
scope-branch = Свои отделы и ниже
scope-company = Вся компания
# То же в таблице ролей, где места мало.
scope-branch-short = Свои и ниже
scope-company-short = Компания
reach-more =
    { $n ->
        [one] и ещё { $n } отдел
        [few] и ещё { $n } отдела
       *[many] и ещё { $n } отделов
    }

reach-and-below = { $name } и ниже
why-not = Ни одна из ролей человека этого не разрешает.
why-everybody = { $role }: есть у каждого. { $scope }
why-person = { $role }: роль дана лично. { $scope }
why-department = { $role }: роль отдела «{ $department }». { $scope }
why-post = { $role } отдела «{ $department }». { $scope }

role-holders =
    { $n ->
        [0] пока никто
        [one] { $n } человек
        [few] { $n } человека
       *[many] { $n } человек
    }
role-carried =
    { $n ->
        [one] отдел «{ $names }»
       *[many] отделы: { $names }
    }
role-held-by-all = у всех
role-held-by-post = в своём отделе
role-words-employee = Эта роль есть у каждого, кто работает в компании.
role-words-head = Эта роль есть у руководителя в отделе, которым он руководит. «Свои отделы» здесь те, которыми он руководит.
role-words-deputy = Эта роль есть у заместителя руководителя в его отделе. «Свои отделы» здесь те, где он заместитель.
role-invite-switched-off = Приглашать всем сейчас запрещено переключателем на странице прав. Что выбрано здесь, начнёт действовать, когда его включат.
role-new = Добавить роль
role-edit = Изменить роль
role-name = Название роли
role-name-taken = Назовите иначе: роль с таким названием уже есть
role-too-many = Ролей уже слишком много. Удалите лишнюю
role-gone = Выберите другую роль: эту только что удалили
role-like = Взять за основу
role-like-hint = Новая роль разрешит то же самое. Потом это можно изменить.
role-like-none = Ничего: пустая роль
role-create = Добавить
role-clone = Сделать похожую
role-allows = Что разрешено
role-allows-nothing = Ничего особенного
role-more-than-own = Выберите, как было: вы не можете разрешить или запретить то, чего не можете сами во всей компании
role-people = Кому дана лично
role-nobody = Лично пока никому. Найдите сотрудника и дайте ему роль.
role-give = Дать роль
role-give-to = Дать роль: { $name }
role-take = Забрать
role-take-of = Забрать роль: { $name }
role-has = есть
role-departments = Отделы
role-departments-label = Отделы, где эта роль есть у каждого
role-departments-hint = Роль получают все, кто работает в этих отделах и их подотделах, в том числе новые сотрудники.
role-delete = Удалить роль
role-delete-title = Удалить роль «{ $name }»?
role-delete-words =
    { $n ->
        [0] Сейчас она никому не дана.
        [one] Её потеряет { $n } человек. Доступ изменится сразу.
        [few] Её потеряют { $n } человека. Доступ изменится сразу.
       *[many] Её потеряют { $n } человек. Доступ изменится сразу.
    }
role-delete-departments = Её потеряют все, кто работает в отделах и их подотделах: { $name }. Доступ изменится сразу.
role-of-person = Роли
role-of-person-hint = Роль сотрудника есть у каждого. Роли руководителя и заместителя даёт должность в отделе: её назначают в структуре компании.
flash-role-saved = Роль сохранена, новые права уже действуют
flash-role-created = Роль добавлена. Отметьте, что она разрешает, и дайте её сотрудникам
flash-role-deleted = Роль удалена
flash-role-given = Роль дана
flash-role-taken = Роль забрали
