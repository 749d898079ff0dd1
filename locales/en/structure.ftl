# Company structure: the tree of departments, and one department.
structure-employees =
    { $n ->
        [one] { $n } employee
       *[other] { $n } employees
    }
structure-invited = { $n } invited
structure-total = { $people } with sub-departments
structure-search = Find a department
structure-show-all = Show all
structure-add = Add a department
structure-add-below = Add a department here
structure-below = Sub-departments
structure-below-of = Sub-departments of { $name }
structure-people = People of the department
structure-trail = Where the department is
structure-invite-here = Invite to this department
structure-empty-title = No departments yet
structure-empty = Add the first department, and new people can be invited straight into it.
structure-empty-employee = Departments appear here once an administrator adds them.
structure-new-title = New department
structure-name = Name
structure-parent = Part of
structure-create = Add
structure-save = Save
structure-cancel = Cancel
structure-rename = Rename
structure-rename-of = Rename: { $name }
structure-root-name-hint = The company will be called the same, on the portal and in letters.
structure-move = Move
structure-move-title = Move { $name }
structure-move-hint = Its employees and sub-departments move with it. Roles come from the departments above it: those of the new place.
structure-move-roles-here = Roles from the departments above now: { $name }.
structure-move-roles-there = Roles that people get where the department comes to be inside: { $name }.
structure-move-button = Move
structure-delete = Delete the department
structure-delete-title = Delete the department “{ $name }”?
structure-delete-lead = These move to “{ $name }”:
structure-delete-people =
    { $n ->
        [one] { $n } employee
       *[other] { $n } employees
    }
structure-delete-invited =
    { $n ->
        [one] { $n } invitation not accepted yet
       *[other] { $n } invitations not accepted yet
    }
structure-delete-waiting =
    { $n ->
        [one] { $n } person who waits for approval
       *[other] { $n } people who wait for approval
    }
structure-delete-below =
    { $n ->
        [one] { $n } sub-department
       *[other] { $n } sub-departments
    }
structure-delete-links =
    { $n ->
        [one] { $n } join link
       *[other] { $n } join links
    }
structure-delete-nobody-lost = Whoever is in both departments stays in the one.
structure-delete-empty = Nobody is in the department. It can’t be brought back, but made again.
structure-delete-for-good = A deleted department can’t be brought back.
structure-delete-top = Only those who work in no other department move to the company itself.
structure-delete-leaders = These answer for the department no longer: { $name }.
structure-delete-roles = The department gives these roles no longer: { $name }.
structure-name-taken = Choose another name: there is a department of that name beside it
structure-name-taken-there = Choose another place or rename the department: there is one of that name there
structure-child-name-taken = First rename the sub-department “{ $name }”: there is one of that name one level up
structure-place-gone = Choose another place: that department was just deleted
structure-into-itself = Choose another place: a department can’t be moved into itself
flash-department-created = The department is added
flash-department-renamed = The name is saved
flash-department-moved = The department is moved
flash-department-deleted = The department is deleted. What was in it is here now
flash-department-gone = That department is gone: somebody else deleted it
structure-in-list = Open in the list
structure-with-below = With sub-departments
structure-leaders = Leadership
structure-no-head = There is no head.
structure-transfer-words = Works in at present: { $before }. After the transfer only here: { $after }.
structure-appoint = Appoint
structure-appoint-in = Whom to appoint: { $name }
structure-appoint-words = Those who work in this department can be appointed. Add the others to it first.
structure-appoint-any-words = Not in this department yet? Search by name: they join it and are appointed in one step.
structure-answers =
    { $n ->
        [one] In charge is
       *[other] In charge are
    }
structure-nobody = Nobody works in the department itself yet.
structure-make-head = Appoint as head
structure-make-deputy = Appoint as deputy
structure-unmake = Remove from the leadership
structure-joins-words = Joins “{ $name }” and stays in the other departments.
structure-head-words = Answers for “{ $name }” and for the departments below it that have no head of their own, with the rights of the role “Head of department”.
structure-deputy-words = Helps to lead “{ $name }”, with the rights of the role “Deputy head”.
structure-no-post-words = Stays in “{ $name }” as an employee. The rights of leading it end.
structure-other-heads = It has a head already
structure-instead-of = Remove from the leadership: { $name }
structure-other-heads-hint = There can be several heads: unticked, both stay.
structure-person-add = Add an employee
structure-person-add-to = Add to: { $name }
structure-person-search = Name, address or position
structure-person-find = Find
structure-roles = Roles of everybody in this department:
structure-person-whom = Who joins the department?
structure-person-whom-words = Find an employee by name, address or position.
structure-person-transfer = Transfer here
structure-person-transfer-of = Transfer here: { $name }
structure-person-join = Add
structure-person-join-of = Add without leaving other departments: { $name }
structure-person-ways = Transfer takes the employee out of other departments; Add keeps them there too.
structure-person-not-yours = you have no right where they work
structure-person-is-there = works here already
structure-remove-question = Take out of “{ $department }”: { $name }?
structure-remove-for-good = There is no other department: the employee will be in the company itself. You will not be able to change their details any more; whoever answers for the whole company can bring them back for good.
structure-remove-oneself = This is you. Whoever answers for the department, or an administrator, can bring you back.
structure-person-remove = Take out of the department
structure-up = Up: { $name }
structure-down = Down: { $name }
flash-department-person-added = The employee works in this department too now
flash-department-person-transferred = The employee was transferred to this department
flash-department-person-fell-back = The employee is not in this department any more. There is no other one: now they are in the company itself.
flash-department-person-removed = The employee is not in this department any more
flash-department-person-not-allowed = You cannot change this employee's departments: that needs the right in all their departments and where they come to
flash-department-person-nowhere-else = This employee is in no department: there is nothing to be taken out of
flash-department-reordered = The order is changed
flash-post-head = The head is appointed
flash-post-deputy = The deputy is appointed
flash-post-none = No longer leads the department
flash-post-not-there = First add this employee to the department
structure-drag = Drag onto another department or between its neighbours
structure-drag-into = Into: { $name }
structure-drag-before = Before: { $name }
structure-drag-behind = After: { $name }
structure-drag-nowhere = Not here
structure-drag-cancelled = The department stays where it is
