# Letters.
letter-from = The { $company } portal
letter-plain-link = If the button does not open, copy this link into your browser:
letter-hello = Hello, { $name }!
letter-hello-nameless = Hello!
letter-opt-out = Do not invite me any more
letter-fact-inviter = Invited by
letter-fact-departments =
    { $n ->
        [one] Department
       *[other] Departments
    }

# The invitation and its reminder.
letter-invitation-subject = Invitation to the { $company } portal
letter-invitation-preheader = { $inviter } is waiting for you at the portal. All that is left is to choose a password.
letter-invitation-heading = You are invited to the { $company } portal
letter-invitation-words = { $inviter } invites you to the company portal of { $company }. It shows who works there, in which department, and how to reach them.
letter-invitation-note = { $inviter } adds: “{ $note }”
letter-invitation-button = Join
letter-invitation-until = The invitation works until { $until }.
letter-invitation-personal = The link is yours alone: do not forward this letter.
letter-invitation-why = You get this letter because your address stands in an invitation. Its sender: { $inviter }.
letter-invitation-stranger = If you do not know the sender, simply do not answer.
letter-reminder-subject = Reminder: invitation to the { $company } portal
letter-reminder-heading = The invitation to the { $company } portal ends soon
letter-reminder-words = { $inviter } invites you to the company portal of { $company }, and the invitation is still waiting. We will not remind you again.

# To those inside: what became of an invitation. No names in the subject.
letter-fact-address = E-mail
letter-accepted-subject = Your invitation was accepted
letter-accepted-heading = { $name } has joined
letter-accepted-words = Your invitation to the { $company } portal was accepted: { $name } is now among the employees.
letter-accepted-button = Open the page
letter-accepted-why = You get this letter because the invitation was yours.

letter-declined-subject = Your invitation was declined
letter-declined-heading = { $name } has declined
letter-declined-words = { $name } will not join the { $company } portal: the invitation was declined, and its link does not work any more.
letter-declined-button = Open the invitation
letter-declined-why = You get this letter because the invitation was yours.
letter-declined-several-subject = Some of your invitations were declined
letter-declined-several-heading =
    { $n ->
        [one] { $n } invitation declined
       *[other] { $n } invitations declined
    }
letter-declined-several-words =
    { $n ->
        [one] Of your invitations to the { $company } portal { $n } more was declined:
       *[other] Of your invitations to the { $company } portal { $n } more were declined:
    }
letter-declined-several-button = Open those who declined
letter-declined-several-why = You get this letter because the invitations were yours. When many decline in a day, the portal gathers the news into one letter an hour.
letter-seat-missing-subject = There is no free seat for a newcomer
letter-seat-missing-heading = { $name } can’t join: no seat is left
letter-seat-missing-words = { $name } wants to join the { $company } portal, but every seat of the plan is taken. The invitation stays: as soon as a seat is free, the same link works.
letter-seat-missing-button = Open the invitation
letter-seat-missing-why = You get this letter because you sent the invitation or run the portal. We write about this invitation once.
letter-new-invitation-asked-subject = You are asked for a new invitation
letter-new-invitation-asked-heading = { $name } asks for a new invitation
letter-new-invitation-asked-words = The invitation to the { $company } portal does not work any more, and { $name } would like to join. Invite again if you agree.
letter-new-invitation-asked-button = Open the invitation
letter-new-invitation-asked-why = You get this letter because somebody asked on the page of your invitation.

# Join links: approval and signing in.
letter-approval-asked-subject = A newcomer waits for approval
letter-approval-asked-heading = { $name } waits for approval
letter-approval-asked-words = { $name } wants to join the { $company } portal by a join link. The address was checked by a letter. Decide whether to let them in.
letter-approval-asked-button = Open the list
letter-approval-asked-why = You get this letter because you may let newcomers in.
letter-approved-subject = You are in: the { $company } portal
letter-approved-heading = Welcome to the { $company } portal
letter-approved-words = You have been let in. Sign in with the address that got this letter and the password that you chose.
letter-approved-button = Sign in
letter-approved-why = You get this letter because you asked to join the portal.
letter-return-asked-subject = A former employee asks to come back
letter-return-asked-heading = { $name } asks to come back
letter-return-asked-words = { $name }, who used to work here, wants to join the { $company } portal again: a join link was opened, and the address was checked by a letter. If you agree, take them back on their card.
letter-return-asked-button = Open the card
letter-return-asked-why = You get this letter because you may take people back. The portal writes about the wishes of one person once a day at the most.
letter-taken-back-subject = Your access to the { $company } portal is back
letter-taken-back-heading = You are back on the { $company } portal
letter-taken-back-words = Your access to the { $company } portal has been restored. Sign in with the address that got this letter and the password that you had. If you have forgotten it, the sign-in page gets you a new one.
letter-taken-back-button = Sign in
letter-taken-back-why = You get this letter because you worked on this portal before and were taken back.
letter-already-employee-subject = You are on the { $company } portal already
letter-already-employee-heading = You already have access to the { $company } portal
letter-already-employee-words = Somebody, most likely you, gave this address on the page for joining. There is no need to join again: sign in. If the password is forgotten, the sign-in page gets you a new one.
letter-already-employee-button = Sign in
letter-already-employee-why = If it was not you, simply delete this letter: nothing has changed.

# Join links: code, joining, missing seats.
letter-joined-subject = Somebody joined by your link
letter-joined-heading = { $name } has joined
letter-joined-words = A new employee has joined the { $company } portal by your join link: { $name }.
letter-joined-button = Open the page
letter-joined-why = You get this letter because the link is yours.
letter-joined-several-subject = People have joined the portal
letter-joined-several-heading =
    { $n ->
        [one] { $n } person has joined
       *[other] { $n } people have joined
    }
letter-joined-several-words =
    { $n ->
        [one] By your invitation { $n } more person is now in the { $company } portal:
       *[other] By your invitations { $n } more people are now in the { $company } portal:
    }
letter-gathered-more =
    { $n ->
        [one] And { $n } more: the list of employees shows everybody.
       *[other] And { $n } more: the list of employees shows everybody.
    }
letter-joined-several-button = Open the employees
letter-joined-several-why = You get this letter because the invitations were yours. When many join in a day, the portal gathers the news into one letter an hour.
letter-link-seat-missing-subject = There is no free seat for a newcomer
letter-link-seat-missing-heading = A join link does not let people in: no seat is left
letter-link-seat-missing-words = { $name } wants to join the { $company } portal by a join link, but every seat of the plan is taken. When a seat is free, the link works again.
letter-link-seat-missing-button = Open the list of employees
letter-link-seat-missing-why = You get this letter because you made the link or run the portal.
letter-seats-missing-subject = There are no free seats for newcomers
letter-seats-missing-heading =
    { $n ->
        [one] { $n } person can’t join: no seat is left
       *[other] { $n } people can’t join: no seat is left
    }
letter-seats-missing-words =
    { $n ->
        [one] { $n } more person wanted to join the { $company } portal, but every seat of the plan is taken. As soon as a seat is free, the same link works.
       *[other] { $n } more people wanted to join the { $company } portal, but every seat of the plan is taken. As soon as seats are free, the same links work.
    }
letter-seats-missing-button = Open those invited
letter-seats-missing-why = You get this letter because you invited these people or run the portal. When many meet a full portal in a day, it gathers the news into one letter an hour.
letter-address-code-subject = Code for the { $company } portal
letter-address-code-heading = Confirm your address
letter-address-code-words = Type this code on the page where you are joining the { $company } portal:
letter-address-code-lifetime = The code works for 10 minutes. Tell it to nobody.
letter-address-code-why = You get this letter because somebody, most likely you, gave this address on the page for joining. If it was not you, simply delete this letter: nothing will change.

# Passwords: the link for a new one, and the news that there is one.
letter-fact-when = When
letter-password-reset-subject = A new password for the { $company } portal
letter-password-reset-heading = Choose a new password
letter-password-reset-words = Somebody, most likely you, asked for a new password for signing in to the { $company } portal. Choose it by the link.
letter-password-reset-button = Choose a password
letter-password-reset-until = The link works until { $until }, and only once.
letter-password-reset-personal = Forward this letter to nobody: anybody can change the password by the link.
letter-password-reset-why = If it was not you who asked, simply delete this letter: the password stays as it is.
letter-password-changed-subject = The password for the { $company } portal was changed
letter-password-changed-heading = Your password was changed
letter-password-changed-words = The password for signing in to the { $company } portal was changed. The old one does not work any more.
letter-password-changed-not-you = If it was you, there is nothing to do. If it was not, ask for a new password at once and write to an administrator of the portal.
letter-password-changed-button = It was not me: change the password
letter-password-changed-why = You get this letter because the password of your account was changed.

letter-seats-warning-subject =
    { $held ->
        [0] { $company }: { $used } of { $total } seats are taken
       *[other] { $company }: { $total } seats, { $used } taken, { $held } held for people invited
    }
letter-seats-warning-heading = Seats are running short
letter-seats-warning-words =
    { $held ->
        [0]
            { $free ->
                [0] All seats of the plan are taken: { $used } of { $total }. Nobody new can join until somebody leaves or there are more seats. Those who work already lose nothing.
               *[other] { $used } of { $total } seats are taken, { $free } are free. Once there are none, nobody new can join.
            }
       *[other]
            { $free ->
                [0] The plan has { $total } seats: { $used } taken, { $held } held for people invited, none free. More people can be invited once somebody leaves or there are more seats. Those who work already lose nothing.
               *[other] The plan has { $total } seats: { $used } taken, { $held } held for people invited, { $free } free. Once there are none, nobody new can be invited.
            }
    }
letter-seats-warning-held =
    { $n ->
        [one] The seat is held for who is invited: it is there when they join.
       *[other] The seats are held for the people invited: they are there when they join.
    }
letter-seats-warning-missing =
    { $n ->
        [one] More people are invited than there are seats: { $n } person would not find one.
       *[other] More people are invited than there are seats: { $n } people would not find one.
    }
letter-seats-warning-button = Open the plan
letter-seats-warning-why = You get this letter because you are an administrator of the portal of { $company }.
letter-online-warning-subject = { $company }: { $used } of { $total } are at work at the same time
letter-online-warning-heading = Places for working at the same time are running short
letter-online-warning-words =
    { $free ->
        [0] As many people are at work as the plan allows: { $total }. The others wait for their turn. Administrators always enter.
       *[other] { $used } people are at work at the same time, the plan allows { $total }. Once there is no place, the others wait for their turn.
    }
letter-online-warning-button = Open the plan
letter-online-warning-why = You get this letter because you are an administrator of the portal of { $company }.
letter-refused-subject = About your request: { $company }
letter-refused-heading = Your request was not approved
letter-refused-words = You were not let into the portal of { $company } for now. If that is a mistake, write to whoever sent you the link.
letter-refused-reason = Why
letter-refused-why = You get this letter because you asked for access to the portal.
# The first password after being registered.
letter-first-password-subject = Access to the { $company } portal
letter-first-password-heading = Welcome to the { $company } portal
letter-first-password-words = An account on the { $company } portal was made for you. Choose a password by the link and sign in.
letter-first-password-button = Choose a password
letter-first-password-why = You get this letter because you were added to the portal. If you do not know this company, simply delete it.
letter-fact-sign-in = Address for signing in
letter-fact-registrar = Added by

# Another address: the link to the new one, news to the present one.
letter-fact-asked-by = Asked by
letter-address-change-subject = Confirm your new address for the { $company } portal
letter-address-change-heading = Confirm the new address
letter-address-change-words = This address is to be used for signing in to the { $company } portal. Confirm it by the link, and the address changes.
letter-address-change-button = Confirm the address
letter-address-change-sign-in = If the portal asks you to sign in, use your present address.
letter-address-change-personal = Forward this letter to nobody: anybody can confirm the address by the link.
letter-address-change-why = If you know nothing of this, simply delete this letter: nothing changes.
letter-address-change-asked-subject = Your address for the { $company } portal is to be changed
letter-address-change-asked-heading = Your address is to be changed
letter-address-change-asked-words = Another address was asked for in the place of the one that you sign in to the { $company } portal with. It changes once the new address is confirmed by the link in a letter.
letter-address-change-asked-not-you = If it was you, or an administrator whom you asked, there is nothing to do. If it was not, change your password at once: that stops the change. And write to an administrator of the portal.
letter-address-change-asked-button = It was not me: change the password
letter-address-change-asked-why = You get this letter because you sign in to the portal with this address.
letter-address-changed-subject = Your address for the { $company } portal was changed
letter-address-changed-heading = Your address was changed
letter-address-changed-words = This address does not open the { $company } portal any more: another one was confirmed in its place.
letter-address-changed-not-you = If you did not want this, write to an administrator of the portal at once.
letter-address-changed-why = You get this letter because you used to sign in to the portal with this address.
letter-fact-why = Why
letter-undelivered-subject = An invitation was not delivered
letter-undelivered-heading = The invitation did not arrive
letter-undelivered-words = The letter with the invitation to the portal “{ $company }” was not delivered: { $name }. Check the address: when it is corrected, the invitation leaves again.
letter-undelivered-refused = The letter that invites to the portal of { $company } was not delivered: { $name }. The address need not be corrected: the letter was refused by a rule or a spam filter. Hand the link over yourself, or show the server’s answer to an administrator.
letter-undelivered-open = Open the invitation
letter-undelivered-button = Correct the address
letter-undelivered-why = You get this letter because the invitation was yours. We write once about each address.
letter-undelivered-several-subject = Some invitations were not delivered
letter-undelivered-several-heading =
    { $n ->
        [one] { $n } invitation did not arrive
       *[other] { $n } invitations did not arrive
    }
letter-undelivered-several-words =
    { $n ->
        [one] Of your invitations to the portal “{ $company }” { $n } more was not delivered. This is why:
       *[other] Of your invitations to the portal “{ $company }” { $n } more were not delivered. This is why:
    }
letter-undelivered-several-button = Open those not delivered
letter-undelivered-several-why = You get this letter because the invitations were yours. When many letters come back in a day, the portal gathers the news into one letter an hour.
