# The list of employees, the page of a person and what is done to him.
people-tabs = Lists of employees
people-tab-active = In the company
people-tab-invited = Invited
people-tab-awaiting = Awaiting approval
people-tab-administrators = Administrators
people-tab-dismissed = Dismissed
people-chip-all = All
people-chip-failed = Not delivered
people-chip-expiring = Expiring soon
people-chip-expired = Expired
people-chip-revoked = Revoked
people-chip-links = Links
people-searched = Search: “{ $name }”
people-search-off = Clear the search
people-department = Department: { $name }
people-department-any = Department: any
people-department-all = Any department
people-picked = Selected:

people-column-invitee = Invited
people-column-person = Employee
people-column-department = Department
people-column-inviter = Invited by
people-column-sent = Sent
people-column-link = Join link
people-column-maker = Made by
people-column-made = Made
people-column-until = Valid until
people-column-letter = Letter
people-column-position = Position
people-column-since = Joined
people-column-left = Left
people-column-asked = Asked
people-until-short = until
people-column-state = State
people-column-actions = Actions
people-column-result = Result
people-nameless = no name given
people-shown = { $n } shown
people-next = next
people-first = to the beginning

people-badge-administrator = Administrator
people-badge-invited = Invited
people-badge-awaiting = Awaiting approval
people-badge-dismissed = Dismissed

people-none-found = Nobody found
people-found-elsewhere = But somebody is found here:
people-none-found-words = Check the spelling, look at the other lists or clear the filters.
people-none-invited = Invitations will appear here
people-none-invited-words = Invite colleagues: you will see whether the letter went out and who has joined.
people-none-links = Join links will appear here
people-none-links-words = Make a link and pass it on: you will see how many have joined, and can switch it off.
people-none-awaiting = Nobody is waiting
people-none-awaiting-words = Those who came by a join link and wait for your decision will appear here.
people-none-dismissed = Nobody was dismissed
people-none-dismissed-words = A dismissed employee can be found here and taken back.
people-none-active = Employees will appear here
people-none-active-words = Invite the first colleagues.

people-living-links = Join links
people-all-links = All links

people-resend = Send again
people-revoke = Revoke
people-correct = correct
people-approve = Approve
people-refuse = Refuse
people-rehire = Take back
people-delete = Delete
people-edit = Edit
people-dismiss = Dismiss
people-save = Save
people-cancel = Cancel
people-make-administrator = Make an administrator
people-unmake-administrator = No longer an administrator
people-open-invitation = Open the invitation

people-fact-email = E-mail
people-fact-dismissed = Dismissed
people-field-name = Full name
people-field-position = Position
people-field-departments = Departments
people-department-gone = Choose the department again: it has just been deleted

people-dismiss-heading = Dismiss { $name }?
people-dismiss-words = What happens at once:
people-delete-heading = Delete { $name }?
people-delete-words = The invitation will be revoked and its link will stop working. The address can be invited again.
people-refuse-heading = Refuse { $name }?
people-refuse-words = The person leaves the list and is told by a letter. They can come by the link again.
people-revoke-many-words =
    { $n ->
        [one] The link in the letter will stop working, and letters not yet sent will not go out. The address can be invited again.
       *[other] The links in these letters will stop working, and letters not yet sent will not go out. The addresses can be invited again.
    }
people-revoke-words = The link in the letter will stop working, and letters not yet sent will not go out. The address can be invited again.
people-revoke-many =
    { $n ->
        [one] Revoke { $n } invitation?
       *[other] Revoke { $n } invitations?
    }
people-revoke-many-button =
    { $n ->
        [one] Revoke { $n } invitation
       *[other] Revoke { $n } invitations
    }

people-results = Results
people-results-heading = { $done } of { $all } done
people-result-done = Done
people-result-not-done = Not done
people-back-to-list = Back to the list

flash-bulk-none = Select at least one invitation
flash-bulk-not-found = this invitation is gone
flash-bulk-resent =
    { $n ->
        [one] { $n } letter queued
       *[other] { $n } letters queued
    }
flash-bulk-revoked =
    { $n ->
        [one] { $n } invitation revoked
       *[other] { $n } invitations revoked
    }
flash-person-dismissed = Dismissed; access has ended
flash-person-rehired = Back in the company
flash-person-deleted = Deleted
flash-person-approved = Approved. We have written to them
flash-person-refused = Refused
flash-person-saved = Saved
flash-person-not-joined = This person has not worked here yet
flash-person-has-joined = This person has worked here and can only be dismissed
flash-person-not-waiting = This person’s case has already been decided
flash-last-administrator = This is the only administrator. Appoint another one first
flash-seats-full = No seats left. Dismiss somebody or change the plan
flash-role-changed = Rights changed
people-fact-head = Head
people-department-not-allowed = Choose other departments: you cannot change who works in these
people-dismiss-access = Access ends on all devices, the seat is free. The employee can be taken back; roles and posts in departments do not come back by themselves.
people-dismiss-links =
    { $n ->
        [one] { $n } join link stops working.
       *[other] { $n } join links stop working.
    }
people-dismiss-tokens =
    { $n ->
        [one] { $n } API token is revoked: the program that has it loses access.
       *[other] { $n } API tokens are revoked: the programs that have them lose access.
    }
people-dismiss-leads = Leading these departments ends: { $name }. Other heads of the department answer for them, or the head one level up.
people-dismiss-invitations =
    { $n ->
        [one] { $n } invitation that nobody has accepted yet stays valid.
       *[other] { $n } invitations that nobody has accepted yet stay valid.
    }
people-dismiss-revoke =
    { $n ->
        [one] Revoke this invitation too
       *[other] Revoke these invitations too
    }
people-dismiss-revoke-hint = The links in the letters stop working, the invited leave the list.
people-refuse-reason = Why
people-refuse-reason-hint = May be left out. These words stand in the letter.
