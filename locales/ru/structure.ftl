# Структура компании: дерево отделов и один отдел.
structure-employees =
    { $n ->
        [one] { $n } сотрудник
        [few] { $n } сотрудника
       *[many] { $n } сотрудников
    }
structure-invited =
    { $n ->
        [one] { $n } приглашён
        [few] { $n } приглашены
       *[many] { $n } приглашено
    }
structure-total = с подотделами { $people }
structure-search = Найти отдел
structure-show-all = Показать все
structure-add = Добавить отдел
structure-add-below = Добавить отдел сюда
structure-below = Подотделы
structure-below-of = Подотделы: { $name }
structure-people = Люди отдела
structure-trail = Где находится отдел
structure-invite-here = Пригласить в этот отдел
structure-empty-title = Отделов пока нет
structure-empty = Добавьте первый отдел, и новых сотрудников можно будет приглашать сразу в него.
structure-empty-employee = Здесь появятся отделы, когда их добавит администратор.
structure-new-title = Новый отдел
structure-name = Название
structure-parent = Входит в
structure-create = Добавить
structure-save = Сохранить
structure-cancel = Отмена
structure-rename = Переименовать
structure-rename-of = Переименовать: { $name }
structure-root-name-hint = Так же будет называться компания: на портале и в письмах.
structure-move = Переместить
structure-move-title = Куда переместить: { $name }
structure-move-hint = Сотрудники и подотделы переедут вместе с ним. Роли от отделов выше будут такими, как на новом месте.
structure-move-roles-here = Роли от отделов выше сейчас: { $name }.
structure-move-roles-there = Роли, которые люди получат, если отдел окажется внутри: { $name }.
structure-move-button = Переместить
structure-delete = Удалить отдел
structure-delete-title = Удалить отдел «{ $name }»?
structure-delete-lead = В «{ $name }» перейдут:
structure-delete-people =
    { $n ->
        [one] { $n } сотрудник
        [few] { $n } сотрудника
       *[many] { $n } сотрудников
    }
structure-delete-invited =
    { $n ->
        [one] { $n } приглашение, которое ещё не приняли
        [few] { $n } приглашения, которые ещё не приняли
       *[many] { $n } приглашений, которые ещё не приняли
    }
structure-delete-waiting =
    { $n ->
        [one] { $n } человек, который ждёт подтверждения
        [few] { $n } человека, которые ждут подтверждения
       *[many] { $n } человек, которые ждут подтверждения
    }
structure-delete-below =
    { $n ->
        [one] { $n } подотдел
        [few] { $n } подотдела
       *[many] { $n } подотделов
    }
structure-delete-links =
    { $n ->
        [one] { $n } ссылка-приглашение
        [few] { $n } ссылки-приглашения
       *[many] { $n } ссылок-приглашений
    }
structure-delete-nobody-lost = Кто уже состоит в обоих отделах, останется в одном.
structure-delete-empty = В отделе никого нет. Вернуть его нельзя, но можно создать снова.
structure-delete-for-good = Вернуть отдел нельзя.
structure-delete-top = В саму компанию перейдёт только тот, кто больше нигде не работает.
structure-delete-leaders = Перестанут отвечать за отдел: { $name }.
structure-delete-roles = Отдел больше не даст роли: { $name }.
structure-name-taken = Назовите иначе: отдел с таким названием рядом уже есть
structure-name-taken-there = Выберите другое место или переименуйте отдел: там уже есть отдел с таким названием
structure-child-name-taken = Сначала переименуйте подотдел «{ $name }»: уровнем выше уже есть отдел с таким названием
structure-place-gone = Выберите другое место: этот отдел только что удалили
structure-into-itself = Выберите другое место: отдел нельзя переместить внутрь себя
flash-department-created = Отдел добавлен
flash-department-renamed = Название сохранено
flash-department-moved = Отдел перемещён
flash-department-deleted = Отдел удалён. Что в нём было, теперь здесь
flash-department-gone = Этого отдела уже нет: его удалил кто-то другой
structure-in-list = Открыть в списке
structure-with-below = Вместе с подотделами
structure-leaders = Руководство
structure-no-head = Руководителя нет.
structure-transfer-words = Сейчас работает: { $before }. После перевода — только здесь: { $after }.
structure-appoint = Назначить
structure-appoint-in = Кого назначить: { $name }
structure-appoint-words = Назначают тех, кто работает в этом отделе. Остальных сначала добавьте в отдел.
structure-appoint-any-words = Кого нет в отделе, найдите по имени: он придёт в отдел и будет назначен одним шагом.
structure-answers =
    { $n ->
        [one] За отдел отвечает
        [few] За отдел отвечают
       *[many] За отдел отвечают
    }
structure-nobody = В самом отделе пока никого.
structure-make-head = Назначить руководителем
structure-make-deputy = Назначить заместителем
structure-unmake = Убрать из руководства
structure-joins-words = Придёт в отдел «{ $name }», из других отделов не уйдёт.
structure-head-words = Отвечает за отдел «{ $name }» и за те отделы ниже, у которых нет своего руководителя. Получит права роли «Руководитель».
structure-deputy-words = Помогает руководить отделом «{ $name }». Получит права роли «Заместитель».
structure-no-post-words = Останется в отделе «{ $name }» сотрудником. Права руководства здесь закончатся.
structure-other-heads = Руководитель уже есть
structure-instead-of = Убрать из руководства: { $name }
structure-other-heads-hint = Руководителей может быть несколько: без отметки останутся оба.
structure-person-add = Добавить сотрудника
structure-person-add-to = Кого добавить: { $name }
structure-person-search = Имя, адрес или должность
structure-person-find = Найти
structure-roles = Роли каждого в этом отделе:
structure-person-whom = Кого добавить в отдел?
structure-person-whom-words = Найдите сотрудника по имени, адресу или должности.
structure-person-transfer = Перевести сюда
structure-person-transfer-of = Перевести сюда: { $name }
structure-person-join = Добавить
structure-person-join-of = Добавить, не убирая из других отделов: { $name }
structure-person-ways = При переводе сотрудник уходит из других отделов. «Добавить» оставляет его и там.
structure-person-not-yours = нет права в его отделах
structure-person-is-there = уже в отделе
structure-remove-question = Убрать из отдела «{ $department }»: { $name }?
structure-remove-for-good = Другого отдела нет: сотрудник окажется в самой компании. Менять его данные вы больше не сможете, вернуть его полностью сможет тот, кто отвечает за всю компанию.
structure-remove-oneself = Это вы сами. Вернуть вас сможет тот, кто отвечает за отдел, или администратор.
structure-person-remove = Убрать из отдела
structure-up = Выше: { $name }
structure-down = Ниже: { $name }
flash-department-person-added = Сотрудник теперь работает и в этом отделе
flash-department-person-transferred = Сотрудник переведён в этот отдел
flash-department-person-fell-back = Сотрудник больше не в этом отделе. Другого отдела у него нет: теперь он в самой компании.
flash-department-person-removed = Сотрудник больше не в этом отделе
flash-department-person-not-allowed = Вы не можете менять отделы этого сотрудника: для этого нужно право во всех его отделах и там, куда он приходит
flash-department-person-nowhere-else = Этот сотрудник не состоит ни в одном отделе: убрать его неоткуда
flash-department-reordered = Порядок изменён
flash-post-head = Руководитель назначен
flash-post-deputy = Заместитель назначен
flash-post-none = Больше не руководит отделом
flash-post-not-there = Сначала добавьте этого сотрудника в отдел
structure-drag = Перетащить: на другой отдел или между соседними
structure-drag-into = Внутрь: { $name }
structure-drag-before = Перед: { $name }
structure-drag-behind = После: { $name }
structure-drag-nowhere = Сюда нельзя
structure-drag-cancelled = Отдел остался на месте
