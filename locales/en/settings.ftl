# Settings: overview, company, inviting, plan.
settings-company = Company
settings-inviting = Inviting
settings-inviting-words =
    { $n ->
        [one] An invitation is valid for { $n } day
       *[other] An invitation is valid for { $n } days
    }
settings-plan = Plan and seats
settings-rights-words = Who may invite and what administrators may do
settings-mail = Mail
settings-mail-mailbox = Letters stay in the portal’s mailbox
settings-mail-closed = Letters do not leave, they wait
settings-tokens = Tokens
settings-tokens-words = Access for programs and scripts
settings-history-words = Who changed what and when
settings-save = Save
settings-name = Name of the company
settings-name-hint = Employees and invitees see it. The top of the structure is called the same.
settings-url = Address of the portal
settings-url-of-administrators = Only administrators change it: every link in letters is made of it.
settings-url-set = The settings of the installation have a public_url: it comes back at the next start. Change it there.
settings-url-hint = Every link in letters is made of it. After a change, links sent earlier work only while the old address still leads here too, and everybody signs in anew.
settings-url-problem = Enter the whole address without a path after the server’s name, such as https://portal.example.com
settings-url-taken = Enter another address: the portal of another company is at this one
settings-language = Language
settings-language-hint = The language of letters, and of screens for those who chose none.
settings-zone = Time zone
settings-zone-hint = Begin to type a city of the list, such as London.
settings-zone-problem = Choose a time zone from the list, such as Europe/London
settings-number = Enter a number from 1 to { $n }
settings-number-or-nothing = Enter a number from 1 to { $n } or leave the field empty
settings-inviting-everyone = All employees may invite.
settings-inviting-administrators = Only administrators invite, and those whose role lets them.
settings-lifetimes = Lifetimes
settings-invitation-days = Days that an invitation is valid
settings-join-link-days = Days that a join link is valid
settings-reminder-days = Days before its end that an invitation is reminded of
settings-reminder-days-hint = One letter, where the invitation lives at least twice as long. Leave it empty for no reminder
settings-join-link-uses = People who can join by one link
settings-approval = Approval
settings-require-approval = Who comes by a link waits for approval
settings-require-approval-hint = Administrators and those whose role allows it let people in. Personal invitations are not affected.
settings-revoke-with-inviter = A dismissal revokes the employee’s invitations
settings-revoke-with-inviter-hint = Those not accepted yet. The question before a dismissal can say otherwise. Join links always stop working.
settings-trusted-domains = Domains that need no approval
settings-trusted-domains-hint = One per line, such as example.com. Name only your company’s own: anybody can have a mailbox at a public mail service.
settings-domain-problem = Correct the domain “{ $name }”: enter what stands after the @ of an address, such as example.com
settings-domains-too-many =
    { $n ->
        [one] Keep at most { $n } domain
       *[other] Keep at most { $n } domains
    }
settings-quotas = Limits for an employee
settings-quotas-hint = They do not concern administrators and whoever manages others’ invitations.
settings-letters-per-day = Letters with invitations a day
settings-letters-per-week = Letters with invitations a week
settings-pending-per-inviter = Invitations waiting for an answer
settings-plan-used = Seats taken
settings-plan-invited = Invited
settings-plan-free = Free
settings-plan-unlimited = no limit
settings-plan-over =
    { $n ->
        [one] There is { $n } employee more than there are seats. Everybody goes on working, but nobody new can join until a seat is free.
       *[other] There are { $n } employees more than there are seats. Everybody goes on working, but nobody new can join until seats are free.
    }
settings-plan-name = Name of the plan
settings-plan-name-hint = For yourselves, may stay empty.
settings-plan-seats = Employees that the company may have
settings-plan-seats-hint = Leave it empty for no limit. If there are fewer seats than employees, nobody loses access.
settings-plan-reserve = Hold a seat for each invitee
settings-plan-reserve-hint = Then no more people can be invited than there are free seats, and each invitee gets one.
settings-plan-online = Employees that may be at work at the same time
settings-plan-online-hint = Leave it empty for no limit. Administrators can always sign in.
flash-settings-saved = The settings are saved
flash-plan-saved = The plan is saved
flash-plan-over = The plan is saved. Seats missing: { $n }

settings-plan-online-now = At work now
settings-plan-full = All seats are taken: nobody new can join until somebody leaves or there are more seats.
settings-plan-nearly =
    { $n ->
        [one] 80 % of the seats or more are taken, { $n } free.
       *[other] 80 % of the seats or more are taken, { $n } free.
    }
settings-plan-short =
    { $n ->
        [one] More people are invited than there are seats: { $n } seat is missing. Nobody more can be invited until there are seats.
       *[other] More people are invited than there are seats: { $n } seats are missing. Nobody more can be invited until there are seats.
    }
settings-plan-held = The free seats are held for invitees: nobody more can be invited or added.
settings-plan-online-over =
    { $n ->
        [one] There is { $n } person more at work than the plan allows. Nobody loses access, but others enter only when fewer are at work. Administrators always enter.
       *[other] There are { $n } people more at work than the plan allows. Nobody loses access, but others enter only when fewer are at work. Administrators always enter.
    }
settings-plan-online-full = As many people are at work as the plan allows: the others wait. Administrators always enter.
settings-plan-online-nearly = 80 % or more of the people that the plan allows at the same time are at work.
plan-chart-title = How the plan is used
plan-chart-seats = Seats taken
plan-chart-online = At work at the same time
plan-chart-of = { $used } of { $total }
plan-chart-over = { $used }, with { $total } in the plan
plan-chart-summary = now { $last }, peak { $most }
plan-chart-limit =
    { $n ->
        [one] dashed: { $n } by the plan
       *[other] dashed: { $n } by the plan
    }
plan-chart-table = Show the numbers
plan-chart-day = Day
flash-settings-saved-no-reminders =
    { $n ->
        [0] Saved, but there will be no reminders: invitations do not live long enough. Give them more days, or leave the field empty
        [one] Saved, but there will be no reminders: they come once half of the lifetime is over. Remind at most { $n } day before the end, or give invitations more days
       *[other] Saved, but there will be no reminders: they come once half of the lifetime is over. Remind at most { $n } days before the end, or give invitations more days
    }
