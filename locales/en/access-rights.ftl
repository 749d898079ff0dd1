# Access rights.
access-rights-title = Access rights
access-rights-everyone = All employees may invite
access-rights-on = On
access-rights-off = Off
access-rights-on-words = Any employee can invite colleagues and manage their own invitations.
access-rights-on-in-vain = Not everybody invites at present: the role “Employee” does not allow it. Open it below and allow inviting.
access-rights-switch-not-his = Switched by whoever may invite in the whole company by another role as well: else he could not switch it on again.
access-rights-off-words = Administrators invite, and those whose role allows it. Invitations already sent stay valid.
access-rights-roles = What each role may do
access-rights-highest = Whoever has several roles may do all that any of them allows, to the widest extent. An administrator may do everything.
access-rights-own = Own departments: where somebody works; of heads and deputies, those they lead. “And below”: with all sub-departments. Whoever works in several departments is changed by who answers for each of them.
access-rights-what = Right
access-rights-administrator = Administrator
access-rights-hr = HR
access-rights-head = Head of department
access-rights-deputy = Deputy head
access-rights-employee = Employee
access-rights-yes = Yes
access-rights-no = No
access-rights-administrators = Administrators
access-rights-ask = If you need a right, ask one of them.
access-rights-all-administrators = Open in the list of employees
access-rights-history = What was changed
access-rights-switched-on = Everybody was allowed to invite
access-rights-switched-off = Only those whose role allows it were left to invite
access-rights-of-person = What they may do, and why
access-rights-of = Rights: { $name }
access-rights-administrator-all = An administrator may do everything in the whole company.
flash-inviting-on = All employees may invite now
flash-inviting-off = Only those whose role allows it may invite now
flash-person-more-than-own = This would change rights that you do not have yourself. Ask an administrator
flash-rights-more-than-own = This role allows what you may not do yourself. Ask an administrator

permission-invite = Invite people
permission-hint-invite = Invite people and make join links
permission-register = Add without an invitation
permission-hint-register = Make somebody an employee at once; a letter tells them how to sign in
permission-see-invitations = See invitations of others
permission-hint-see-invitations = Who invited and what became of the letter
permission-manage-invitations = Manage invitations of others
permission-hint-manage-invitations = Resend, correct, revoke; limits on letters do not apply
permission-approve = Approve
permission-hint-approve = Let in or refuse people who came by a link
permission-edit-people = Change employees’ data
permission-hint-edit-people = Name, position, departments
permission-dismiss = Dismiss and take back
permission-hint-dismiss = Access ends at once
permission-edit-structure = Change the structure
permission-hint-edit-structure = Departments, their heads and deputies
permission-export = Export
permission-hint-export = Save the list of employees to a file
permission-manage-rights = Manage rights
permission-hint-manage-rights = Roles, who has them, the switch for inviting
permission-manage-settings = Manage settings
permission-hint-manage-settings = Company, inviting, plan, history. Only administrators change the mail server, the portal’s address and how long the history is kept

scope-none = No
scope-department = Own departments
scope-branch = Own departments and below
scope-company = Whole company
# The same in the matrix of roles, where there is little room.
scope-branch-short = Own and below
scope-company-short = Company
reach-more =
    { $n ->
        [one] and { $n } more department
       *[other] and { $n } more departments
    }

reach-and-below = { $name } and below
why-not = None of the person's roles allows it.
why-everybody = { $role }: everybody has it. { $scope }
why-person = { $role }: given in person. { $scope }
why-department = { $role }: the role of department “{ $department }”. { $scope }
why-post = { $role } “{ $department }”. { $scope }

role-holders =
    { $n ->
        [0] nobody yet
        [one] { $n } person
       *[other] { $n } people
    }
role-carried =
    { $n ->
        [one] department “{ $names }”
       *[other] departments: { $names }
    }
role-held-by-all = everybody
role-held-by-post = their department
role-words-employee = Everybody who works in the company has this role.
role-words-head = Heads have this role in the department that they head. “Own departments” are those which they head.
role-words-deputy = Deputies have this role in their department. “Own departments” are those where they are deputies.
role-invite-switched-off = Inviting is closed to everybody by the switch on the page of rights. What is chosen here holds once it is switched on.
role-new = Add a role
role-edit = Change the role
role-name = Name of the role
role-name-taken = Choose another name: there is a role of this name already
role-too-many = There are too many roles. Delete one that is not needed
role-gone = Choose another role: this one has just been deleted
role-like = Begin with
role-like-hint = The new role will allow the same. You can change that afterwards.
role-like-none = Nothing: an empty role
role-create = Add
role-clone = Duplicate
role-allows = What it allows
role-allows-nothing = Nothing in particular
role-more-than-own = Choose what it was: you can neither allow nor forbid what you may not do yourself in the whole company
role-people = Given to
role-nobody = Given to nobody yet. Find an employee and give them the role.
role-give = Give the role
role-give-to = Give the role: { $name }
role-take = Remove
role-take-of = Take the role away: { $name }
role-has = has it
role-departments = Departments
role-departments-label = Departments whose people have this role
role-departments-hint = Everybody who works in these departments or their sub-departments has the role, newcomers too.
role-delete = Delete the role
role-delete-title = Delete the role “{ $name }”?
role-delete-words =
    { $n ->
        [0] Nobody has it at present.
        [one] { $n } person will lose it. Their access changes at once.
       *[other] { $n } people will lose it. Their access changes at once.
    }
role-delete-departments = Everybody who works in these departments, or their sub-departments, will lose it: { $name }. Their access changes at once.
role-of-person = Roles
role-of-person-hint = Everybody has the role of an employee. The roles of head and deputy come with a post in a department: appoint them in the company structure.
flash-role-saved = The role is saved, the new rights hold already
flash-role-created = The role is added. Choose what it allows and give it to employees
flash-role-deleted = The role is deleted
flash-role-given = The role is given
flash-role-taken = The role was taken away
