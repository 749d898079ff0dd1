# The list of employees, the page of a person and what is done to him.
people-tabs = Lists of employees
people-tab-active = In the company
people-tab-invited = Invited
people-tab-awaiting = Awaiting approval
people-tab-administrators = Administrators
people-tab-dismissed = Dismissed
people-chip-all = All
people-chip-own = Mine
people-chip-failed = Not delivered
people-chip-kept = In the portal’s mailbox
people-chip-expiring = Expiring soon
people-chip-expired = Expired
people-chip-revoked = Revoked
people-chip-pending = Valid
people-chip-declined = Declined
people-chip-links = Links
people-searched = Search: “{ $name }”
people-department = Department: { $name }
people-department-only = Only the department: { $name }
people-department-all = Any department
people-meant = Nobody is found for “{ $typed }”. This is what is found for “{ $meant }”.
people-by-match = Too many are found to put all in order: the best matches come first. Type some more.
people-partly-known = You see what became of your own invitations and of those into your departments: the numbers and filters, but for “All”, are about these.
people-look-on = look further
people-not-fresh = The list is not kept up to date: the portal does not answer.

people-filters = Filters
people-filters-on = Show
people-filter-meaningless = Has no effect: { $name }
people-filters-off = Clear all
people-filter-off = Remove the filter
people-filter-any = Any
people-filter-only = This department only, without sub-departments
people-filter-department-find = Find a department
people-filter-department-hint = The name or a part of it
people-filter-no-department = There is no such department: check the name
people-filter-inviter-hint = Name or address
people-filter-no-person = Nobody was found: check the name or the address
people-filter-alike = Nobody is called exactly so. Perhaps it is one of these:
people-filter-choose = Choose who or what is meant
people-filter-mine = My invitations only
people-filter-which = Invitation
people-filter-day = Enter a day such as 2026-11-23
people-filter-since = Not before
people-filter-up-to = Not after
people-filter-ends = Valid no longer than
people-filter-unknown = unknown
people-filter-role = Role: { $name }
people-filter-inviter = Invited by: { $name }
people-letter-queued = Queued or being sent
people-filter-letter = Letter: { $name }
people-filter-from-to = { $from } – { $to }
people-filter-from = from { $name }
people-filter-to = to { $name }
people-filter-until = Valid until: { $name }
people-no-password = No password yet
people-role-not-administrator = Not an administrator
people-role-employee = Employee
people-role-given = { $name } (given personally)

people-sort = Order
people-sort-usual = As usual
people-sort-name = By name, A to Z
people-sort-name-down = By name, Z to A
people-sort-surname = By family name, A to Z
people-sort-surname-down = By family name, Z to A
people-sort-position = By position, A to Z
people-sort-position-down = By position, Z to A
people-by-name = Name
people-by-surname = Family name
people-sort-by-name = Sort by name
people-sort-by-surname = Sort by family name
people-sort-by = Sort: { $name }
people-sort-reverse = The other way round
people-sort-since = { $name }: earliest first
people-sort-since-down = { $name }: latest first

people-columns = Columns
people-columns-hint = Choose what to show. The arrows change the order, which is kept at once.
people-columns-usual = Reset to default
people-column-up = Earlier: { $name }
people-column-down = Later: { $name }

people-views = Saved filters
people-views-manage = Saved
people-views-none = Narrow the list and press “Save filter”: it will appear beside the tabs.
people-view-save = Save filter
people-view-name = Name
people-view-hint = Only you will see it, beside the tabs of the list.
people-view-called = Name of the filter “{ $name }”
people-view-rename = Rename
people-view-open = Open
people-view-nothing = Choose at least one filter in the list first: everybody is shown now, there is nothing to save
people-view-taken = There is one of that name: choose another
people-view-too-many = No more than { $n } filters are kept: delete some

people-export-vcard = vCard
people-export-vcard-words = Cards for the address book of a phone or a mail program, with telephones and birthday.
people-export-surname = Family name
people-export-given-name = Given name
people-export-narrowed = { $name } (filtered)
people-export-hint = The file holds all rows of this list, with the columns and in the order of the screen; family name, given name and patronymic also apart. The history tells of every export.
people-export-own = Only those in your departments will be exported.
people-export-own-count =
    { $n ->
        [one] { $n } person from your departments will be exported.
       *[other] { $n } people from your departments will be exported.
    }
people-export-own-line = your departments only
people-picked = Selected:
people-picked-elsewhere = not on this page:
people-pick-found = Select the whole list, from all pages
people-picked-first = The first ones are selected; no more can be at once. Narrow the list, or go on with the others later.
people-not-picked = That did not work, try again.
people-picked-none = Clear selection
people-with-picked = With those selected
people-to-actions = To the actions

people-column-invitee = Invited
people-column-person = Employee
people-column-department = Department
people-column-inviter = Invited by
people-column-sent = Invited on
people-column-link = Join link
people-column-maker = Created by
people-column-made = Made
people-column-until = Valid until
people-column-letter = Letter
people-column-position = Position
people-column-since = Joined
people-since-joined = Joined
people-column-left = Left
people-column-asked = Asked
people-until-short = until
people-column-state = State
people-column-address = E-mail
people-column-status = Status
people-column-role = Role
people-column-seen = Last seen
people-column-actions = Actions
people-column-result = Result
people-nameless = no name given
people-shown = { $n } shown
people-shown-all = { $n } in all
people-range = { $from }–{ $to } of { $all }
people-range-more = { $from }–{ $to } of more than { $all }
people-before = back
people-next = next
people-first = to the beginning

people-badge-administrator = Administrator
people-badge-active = In the company
people-badge-invited = Invited
people-badge-awaiting = Awaiting approval
people-badge-dismissed = Dismissed
people-badge-return-asked = Asks to be taken back
people-badge-no-password = No password yet

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
people-approve-of = Approve { $name }
people-refuse-of = Refuse { $name }
people-rehire = Take back
people-delete = Delete
people-edit = Edit
people-edit-of = Edit: { $name }
people-dismiss = Dismiss
people-transfer = Transfer
people-add = Add to a department
people-extend = Extend
people-change-departments = Change department
people-go-on = Continue
people-save = Save
people-cancel = Cancel
people-make-administrator = Make an administrator
people-unmake-administrator = No longer an administrator
people-open-invitation = Open the invitation

people-fact-email = E-mail
people-fact-dismissed = Dismissed
people-fact-return-asked = Asked to be taken back
people-field-name = Full name
people-field-position = Position
people-language-hint = The portal speaks and writes to this person in it.
people-field-departments = Departments
people-department-gone = Choose the department again: it has just been deleted

people-dismiss-heading = Dismiss { $name }?
people-dismiss-words = What happens at once:
people-delete-heading = Delete { $name }?
people-delete-words = The invitation will be revoked and its link will stop working. The address can be invited again.
people-delete-waiting-words = This person will leave the list and learn of it from a letter. The link lets them ask once more.
people-delete-registered-words = This person has never signed in. The record goes for good, the link in the letter stops working and the seat becomes free; the history keeps that it was there. The address can be registered or invited again.
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

people-dismiss-many =
    { $n ->
        [one] Dismiss { $n } employee?
       *[other] Dismiss { $n } employees?
    }
people-dismiss-many-words =
    { $n ->
        [one] Access ends at once, on all devices. Their join links stop working and the seat is free. They can be taken back unless it says otherwise below.
       *[other] Access ends at once, on all devices. Their join links stop working and the seats are free. They can be taken back unless it says otherwise below.
    }
people-dismiss-many-button =
    { $n ->
        [one] Dismiss { $n } employee
       *[other] Dismiss { $n } employees
    }
people-refuse-many =
    { $n ->
        [one] Refuse { $n } person?
       *[other] Refuse { $n } people?
    }
people-refuse-many-words =
    { $n ->
        [one] The person will leave the list, and may come by the link again.
       *[other] The people will leave the list, and may come by the link again.
    }
people-refuse-many-button =
    { $n ->
        [one] Refuse { $n } person
       *[other] Refuse { $n } people
    }
people-transfer-many =
    { $n ->
        [one] Transfer { $n } employee
       *[other] Transfer { $n } employees
    }
people-transfer-words = Choose the departments. The employees leave those where they were.
people-transfer-many-button =
    { $n ->
        [one] Transfer { $n } employee
       *[other] Transfer { $n } employees
    }
people-add-many =
    { $n ->
        [one] Add { $n } employee to a department
       *[other] Add { $n } employees to a department
    }
people-add-words = Choose the departments. The employees stay where they were, too; whoever was in the company itself only moves to the chosen ones if you answer for the whole company.
people-add-many-button =
    { $n ->
        [one] Add { $n } employee
       *[other] Add { $n } employees
    }
people-departments-many =
    { $n ->
        [one] Change the department of { $n } invitation
       *[other] Change the department of { $n } invitations
    }
people-departments-words = Choose where the people will be once they have joined.
people-departments-many-button =
    { $n ->
        [one] Change { $n } invitation
       *[other] Change { $n } invitations
    }
people-extend-many =
    { $n ->
        [one] Extend { $n } invitation
       *[other] Extend { $n } invitations
    }
people-extend-words = The time is counted from this minute on. No letter is sent, the link stays the same.
people-extend-many-button =
    { $n ->
        [one] Extend { $n } invitation
       *[other] Extend { $n } invitations
    }
people-extend-days = For how many days
people-extend-bad-days =
    { $n ->
        [one] Enter a number of days: 1
       *[other] Enter a number of days from 1 to { $n }
    }
people-choose-department = Choose at least one department
people-where-to = Where to: { $name }
people-for-days =
    { $n ->
        [one] For { $n } day from this minute on.
       *[other] For { $n } days from this minute on.
    }
people-who =
    { $n ->
        [one] Whom it is about: { $n } person
       *[other] Whom it is about: { $n } people
    }

people-results = Results
people-results-heading = { $done } of { $all } done
people-result-done = Done
people-result-not-done = Not done
people-back-to-list = Back to the list

flash-bulk-none = Select at least one row
flash-bulk-nobody = This person is not in the list any more
flash-bulk-not-allowed = You may not do that
flash-bulk-no-department = The department has just been deleted
flash-bulk-too-long = Invitations are not extended by so many days
flash-bulk-dismissed =
    { $n ->
        [one] { $n } employee dismissed
       *[other] { $n } employees dismissed
    }
flash-bulk-transferred =
    { $n ->
        [one] { $n } employee transferred
       *[other] { $n } employees transferred
    }
flash-bulk-added =
    { $n ->
        [one] { $n } employee added to the department
       *[other] { $n } employees added to the department
    }
flash-bulk-rehired =
    { $n ->
        [one] { $n } employee is back in the company
       *[other] { $n } employees are back in the company
    }
flash-bulk-approved =
    { $n ->
        [one] { $n } employee approved
       *[other] { $n } employees approved
    }
flash-bulk-refused =
    { $n ->
        [one] { $n } person refused
       *[other] { $n } people refused
    }
flash-bulk-extended =
    { $n ->
        [one] { $n } invitation extended
       *[other] { $n } invitations extended
    }
flash-bulk-departments =
    { $n ->
        [one] The department of { $n } invitation is changed
       *[other] The departments of { $n } invitations are changed
    }
flash-view-saved = Filter saved
flash-view-renamed = Filter renamed
flash-view-removed = Filter deleted
flash-bulk-not-found = This invitation is gone
flash-bulk-resent-kept =
    { $n ->
        [one] { $n } letter stayed in the portal’s mailbox: there is no mail server
       *[other] { $n } letters stayed in the portal’s mailbox: there is no mail server
    }
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
flash-person-approved = { $name } now works here. We have written to them
flash-person-approved-kept = { $name } now works here. The letter about it stayed in the portal’s mailbox: there is no mail server
flash-person-refused-kept = { $name } was refused. The letter about it stayed in the portal’s mailbox: there is no mail server
flash-person-refused = { $name } was refused. We have written to them
flash-person-saved = Saved
flash-person-saved-dismissed = Saved. This employee is dismissed
flash-person-has-address = This person comes back with the address that was theirs
flash-person-not-joined = This person has not worked here yet
flash-person-not-active = This person does not work in the company
flash-person-has-joined = This person has worked in the portal and can only be dismissed
flash-person-not-waiting = This person’s case has already been decided
flash-last-administrator = This is the only administrator who can sign in. Appoint another one first; who has no password yet has to choose one
flash-seats-full = The plan has no seats left. Change the plan or free a seat
flash-role-changed = Rights changed
people-edit-sure = If that is right, save once more.
people-fact-head = Head
people-department-not-allowed = Choose other departments: you cannot change who works in these
people-department-choose = Choose a department: you can’t add employees without one
people-dismiss-access = Access ends on all devices, the seat is free.
people-dismiss-back = The employee can be taken back; roles and posts in departments do not come back by themselves.
people-dismiss-final = You will not be able to take this person back: the departments give more rights than you have. An administrator can.
people-rehire-beyond = An administrator can take this person back: the departments give more rights than you have.
people-edit-shared = Whoever answers for all departments of this person can edit the data.
people-approve-beyond = An administrator can let this person in: the departments give more rights than you have.
people-dismiss-stays = Stays: the last administrator. Appoint another one first.
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
people-dismiss-address = The new address { $name } can’t be confirmed any more: the present one stays.
people-dismiss-leads = These posts end: { $name }. The other heads of the department answer for it from then on, or where there are none, the nearest head above. Where there is none either, appoint somebody.
people-dismiss-posts = These posts end: { $name }.
people-dismiss-answers = { $departments }: { $name } answers from then on.
people-dismiss-answer = { $departments }: { $name } answer from then on.
people-dismiss-nobody-answers = { $departments }: nobody answers from then on, so appoint a new head.
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
people-rehire-heading = Take back { $name }
people-rehire-words = The former address was freed. Give a new one: a letter for choosing a password will go there. The former password will no longer work.
people-rehire-question = A letter to { $name } tells of it. They sign in with this address and the former password.
people-rehire-no-password = They never chose a password: a letter to { $name } lets them do so.
people-rehire-seat = They take a seat of the plan.
people-rehire-departments = Departments: { $name }.
people-free-heading = Free the address: { $name }
people-free-words = Somebody else can have { $email } then. The name and the history ({ $name }) stay, but to take this person back you will need another address. This cannot be undone.
people-administrator-heading = Make administrator: { $name }
people-administrator-words = An administrator can do everything: change people, departments, rights and settings, dismiss and appoint other administrators.
people-no-administrator-heading = Remove from administrators: { $name }
people-no-administrator-words = The rights of an employee stay, and those that come from roles and from heading departments.
people-own-profile = Change in the profile
people-address-freed = address freed
people-fact-mobile-phone = Mobile phone
people-fact-work-phone = Work phone
people-fact-birthday = Birthday
people-field-patronymic = Patronymic
people-field-patronymic-hint = Optional. Shown after the first name in full names.
people-field-work-phone-hint = With an extension like this: +44 20 7946 0018, ext. 123
birthday-day = Day
birthday-month = Month
birthday-year = Year
birthday-hint = The year may be left out. The employee and whoever may edit their details see it, everybody else the day and the month only.

# The photo.
photo-label = Photo
photo-other = Another photo
photo-hint = JPEG, PNG or WebP up to 10 MB. The portal takes the square in the middle.
photo-upload = Upload
photo-remove = Remove the photo
photo-problem-none = Choose a file with a photo
photo-problem-unknown = Take another file: JPEG, PNG or WebP will do
photo-problem-mismatch = Check the name of the file: it ends otherwise than pictures of this kind do (.jpg, .png or .webp)
photo-problem-too-large = Make the file smaller than 10 MB
photo-problem-too-many-pixels = Make the picture smaller: it has more than 25 million pixels
photo-problem-too-small = Take a larger picture: at least 96 pixels on each side
photo-problem-broken = Take another file: this one is damaged
flash-photo-saved = Photo saved
flash-photo-removed = Photo removed

# Registering without an invitation.
register-link = Add employee
register-title = New employee
register-way = Add employee
register-words = The employee is in the company at once and takes a seat. A letter for choosing a password will follow.
register-invite = Invite by e-mail
register-way-words = The account is ready at once; the employee only chooses a password.
register-email-hint = The employee will sign in with this address.
register-language = Language
register-language-hint = Of the letter and of the portal. The employee can choose another one later.
register-more = Telephones and birthday
register-button = Add employee
flash-person-registered = In the company. A letter with a link for the password is written: what became of it is told here
first-password-missing = Has not chosen a password yet and cannot sign in.
first-password-again = Send the letter again
flash-first-password-written = A new letter is written. The former link does not work any more
flash-first-password-written-kept = The new letter stayed in the portal’s mailbox: there is no mail server. The former link does not work any more
flash-first-password-just-written = A letter has just been sent. Try again five minutes after it
flash-person-has-password = A password has been chosen, no letter is needed

# The address: changing it, somebody else’s, freed.
address-title = Change the address
address-words = { $name } signs in with { $email } now. The address changes once the new one is confirmed by a link in a letter. A notice goes to the present one.
address-own-password = Your password
address-new = New e-mail
address-button = Send the letter
address-withdraw = Do not change the address
address-waiting = New e-mail
address-asked-lately = The letters about the change have gone already.
address-waiting-until = waits to be confirmed until: { $name }
flash-address-asked = Open the letter at the new address and confirm it. Until then you sign in with the present one
flash-address-asked-kept = The letter with the link stayed in the portal’s mailbox: there is no mail server. Until it is confirmed you sign in with the present address
flash-address-asked-for = A letter with a link has gone to the new address
flash-address-asked-for-kept = The letter with the link stayed in the portal’s mailbox: there is no mail server
flash-address-withdrawn = The address stays as it is
flash-address-freed = The address is free for somebody else now
flash-person-not-dismissed = This person is not dismissed: the address is theirs
taken-invited = Type another address: this one is invited already
taken-employee = Type another address: an employee with this one is in the company already
taken-awaiting = Type another address: somebody with this one awaits approval
taken-dismissed = The address is taken by { $name }, who was dismissed
taken-dismissed-ask = The address is taken by { $name }, who was dismissed. An administrator can free it: { $administrators }
taken-dismissed-ways = The address can be freed for somebody else: the name and history of the dismissed person stay, but taking them back will need another address. Or take them back now, with the former address.
taken-free = Free the address
taken-free-go = Free the address and go on
taken-open-person = Open the person’s page
taken-same = Type another address: this is the present one
taken-opted-out = Type another address: its owner asked not to be written to
taken-complaint = Type another address: its owner reported a letter of the portal as spam
taken-bad-address = Type another address: letters to this one come back
flash-bulk-no-address = The address was freed: open the page of the person and give another one
flash-bulk-department-not-allowed = That needs the right in the departments left as well as in the new one
people-dismiss-roles = These roles end: { $name }.
people-bulk-many = { $all } rows are selected. { $most } are done at a time; the other { $rest } stay selected and are offered next.
people-bulk-gone =
    { $n ->
        [one] { $n } selected row is no longer in the list.
       *[other] { $n } selected rows are no longer in the list.
    }
people-bulk-left =
    { $n ->
        [one] { $n } more row is selected: nothing was done to it yet.
       *[other] { $n } more rows are selected: nothing was done to them yet.
    }
people-bulk-go-on =
    { $n ->
        [one] Continue with { $n } more row
       *[other] Continue with { $n } more rows
    }
people-resend-many =
    { $n ->
        [one] Send { $n } letter again?
       *[other] Send { $n } letters again?
    }
people-resend-many-words =
    { $n ->
        [one] The letter leaves at once and can’t be called back. Its link is the former one, or a new one where that works no longer.
       *[other] The letters leave at once and can’t be called back. Their links are the former ones, or new ones where those work no longer.
    }
people-resend-many-button =
    { $n ->
        [one] Send { $n } letter
       *[other] Send { $n } letters
    }
people-dismiss-oneself = This is you. The portal closes for you at once, and only somebody else can take you back.
people-dismiss-self-stays = Stays in the company: this is you. Dismiss yourself on your own card only.
people-delete-dismissed-words = This person has never signed in. The record goes for good; the history keeps that it was there. The address can be registered or invited again.
flash-bulk-oneself = This is you: one dismisses oneself on one’s own card
flash-bulk-dismissed-before = Dismissed already
people-rehire-no-seat = The plan has no free seat now: free one or enlarge the plan first.
