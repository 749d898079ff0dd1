# Company structure: the tree of departments, and one department.
structure-employees =
    { $n ->
        [one] { $n } employee
       *[other] { $n } employees
    }
structure-invited = { $n } invited
structure-search = Find a department
structure-show-all = Show all
structure-add = Add a department
structure-add-below = Add a department here
structure-below = Departments inside
structure-below-of = Departments inside { $name }
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
structure-root-name-hint = The company will be called the same, on the portal and in letters.
structure-move = Move
structure-move-title = Move { $name }
structure-move-hint = Its employees and the departments inside move with it.
structure-move-button = Move
structure-delete = Delete the department
structure-delete-title = Delete the department “{ $name }”?
structure-delete-lead = These move to “{ $name }”:
structure-delete-people =
    { $n ->
        [0] employees: there are none in it at present
        [one] { $n } employee
       *[other] { $n } employees
    }
structure-delete-invited =
    { $n ->
        [0] invitations not accepted yet: there are none at present
        [one] { $n } invitation not accepted yet
       *[other] { $n } invitations not accepted yet
    }
structure-delete-below =
    { $n ->
        [0] join links
        [one] { $n } department inside, and join links
       *[other] { $n } departments inside, and join links
    }
structure-delete-nobody-lost = Whoever is in both departments stays in the one. A deleted department can’t be brought back.
structure-name-taken = Choose another name: there is a department of that name beside it
structure-name-taken-there = Choose another place or rename the department: there is one of that name there
structure-child-name-taken = First rename the department “{ $name }” inside: there is one of that name one level up
structure-place-gone = Choose another place: that department was just deleted
structure-into-itself = Choose another place: a department can’t be moved into itself
flash-department-created = The department is added
flash-department-renamed = The name is saved
flash-department-moved = The department is moved
flash-department-deleted = The department is deleted. Its people and invitations are here now
flash-department-gone = That department is gone: somebody else deleted it
