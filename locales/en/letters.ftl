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
