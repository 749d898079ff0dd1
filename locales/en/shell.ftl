# The frame around pages: navigation, search, menu, common parts.
nav-label = Sections
nav-employees = Employees
nav-waiting = Awaiting approval
nav-structure = Company structure
nav-structure-short = Structure
nav-history = History
nav-settings = Settings
nav-mailbox = Test mailbox
nav-invite = Invite
nav-invited = Invited
nav-profile = Profile
nav-help = Help
nav-more = More

shell-skip = Skip to content
shell-search-label = Search employees
shell-search-hint = Name, e-mail, phone, department
shell-me = My menu
shell-sign-out = Sign out
shell-close = Close
shell-back = Back
shell-loading = Loading…
shell-not-loaded = This could not be loaded. Check the connection and try again.
shell-leave = What you typed is not saved. Close?
shell-errors = There is a problem
shell-copy = Copy
shell-copied = Copied
shell-actions = Actions: { $name }
shell-select-all = Select all
shell-select = Select: { $name }

shell-seats = Seats
shell-seats-free = { $free } of { $total } free
shell-unreachable = The portal’s letters do not reach your address.
shell-unreachable-way = What to do
shell-mail-trouble = Letters wait: { $reason }.
shell-mail-trouble-way = Look into the mail settings
shell-mail-queue = Queue of letters
shell-mail-paused = Sending is stopped: invitations and notices wait.
shell-seats-unlimited = No limit on seats
shell-seats-details = { $used } taken, { $invited } invited
seats-tight =
    { $n ->
        [one] More people are invited than there are seats: { $n } seat is missing. Whoever comes first joins.
       *[other] More people are invited than there are seats: { $n } seats are missing. Whoever comes first joins.
    }
seats-none-to-join = No seat is free: invitees can join when somebody leaves or the plan is changed.
seats-held-from-links = The free seats are held for invitees: whoever comes by the link joins when somebody leaves or the plan is changed.
seats-none-to-invite = No seat is free, and each invitation holds one: you can invite again when a seat is free or the plan is changed.
seats-none-to-add = No seat is free: you can add an employee when somebody leaves or the plan is changed.

shell-picker-add = Add
shell-picker-done = Done
shell-picker-search = Find a department
shell-picker-none = No such department
shell-picker-remove = Remove:
