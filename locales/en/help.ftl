# Help: for those inside, and for those who were invited.
help-invite = How to invite colleagues
help-invite-words = Press “Invite”, choose departments and a way. Whoever accepts will be in these departments at once.
help-invite-not-allowed = You may not invite at the moment. Write to one of the administrators whom to add, with a name and an e-mail.
help-mail-app = The mail program of your computer or phone opens with a ready letter. Fill in the addresses, change the text as you like and send it: it leaves from your work address. The portal does not see whom you write to; people appear in the list once they join by the link in the letter.
help-mail-service = Good where no mail program is set up or there are many addresses. Paste the addresses as a list, check them and send. Each person gets a letter and a link of their own. For ten seconds after sending you can undo it.
help-mailbox = No mail server is connected yet: such letters stay in the portal’s mailbox, which administrators see.
help-link = The portal makes a link with a QR code. Pass it on in a chat or in person: whoever opens it confirms an address by a code sent there.

help-missing = If a letter did not arrive
help-missing-words = Find the person under “Invited” and open the invitation: it shows what became of the letter.
help-missing-spam = “Accepted by server”? Ask them to look into the spam folder. The portal does not see further than the mail server.
help-missing-address = “Not delivered”? Read the reason. If the address has a slip, press “Correct the address”: a letter goes to the new one.
help-missing-again = The letter is lost? Press “Send again”: the link in it stays the same.
help-missing-link = Mail does not get through? Press “New link” and pass it on yourself. The links before it stop working.

help-statuses = What the statuses mean
help-statuses-words = Each invitation has its status beside it.
help-statuses-open = Open the invitations
help-status-queued = The letter waits for its turn.
help-status-sending = The portal is handing the letter to the mail server.
help-status-sent = The mail server took the letter. Whether anybody opened it, the portal does not know.
help-status-kept = There is no mail server, so the letter stayed in the portal’s mailbox: the person did not get it. Once there is a server, send it again.
help-status-deferred = The server asks to wait. The portal tries again by itself; the reason and the time stand beside it.
help-status-unknown = The connection broke, and nobody knows whether the letter left. The portal repeats it once; a second letter has the same link.
help-status-failed = The letter could not be sent. The reason stands beside it: correct the address or pass the link on yourself.
help-status-none = No letter holds this link: it is passed on without the portal.
help-status-accepted = The person joined and is among the employees now.
help-status-declined = The person declined. The link does not work any more.
help-status-revoked = The invitation was revoked. The link does not work any more.
help-status-expired = The time is over. Extend the invitation or send the letter again, and the same link works once more.

help-people = Who can help
help-people-words = The portal’s administrators add people and change departments and rights.
help-phone = The portal on a phone
help-phone-words = The portal works in the phone’s browser. To open it with one tap, choose “Add to Home screen” in the browser’s menu.
help-keys = Keys
help-key-search = search employees, on a computer
help-key-escape = close a menu or the side panel

help-invited = You have been invited
help-invited-letter = Open the link in the letter, check your name, make up a password and press “Join”. The link is yours alone: do not forward it.
help-invited-link = If the link was passed to you in a chat or in person, the portal asks for your e-mail and sends a code there. Enter the code, and you can join.
help-no-letter = No letter or no code arrives
help-no-letter-words = Look into the spam folder and check that the address is right. A code can be asked for again on the same page. An invitation can be repeated by whoever invited you.
help-dead-link = The link does not open
help-dead-link-words = Copy it from the letter as a whole. If the time of a personal invitation is over, open the same link and press “Ask for a new invitation”: whoever invited you gets your wish.
help-sign-in = You cannot sign in
help-sign-in-words = Check the address and the keyboard layout. If the password is forgotten, ask for a new one.
help-ask = Whom to ask
help-ask-words = Ask whoever invited you: the name stands in the letter and on the page of the invitation. You do not know this person? Open the link and press “Decline”, or simply do not answer.
