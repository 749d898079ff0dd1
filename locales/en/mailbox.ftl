mailbox-title = Test mailbox
mailbox-lead = There is no mail server yet, so letters stay here instead of leaving. This is how their receivers would see them.
mailbox-lead-past = These letters stayed here while there was no mail server: nobody got them. New letters leave.
mailbox-empty = No letters yet
mailbox-empty-words = Every letter that the portal would send appears here. Invite somebody and read the invitation.
mailbox-empty-action = Invite
mailbox-older = Earlier letters
mailbox-back = All letters
mailbox-from = From
mailbox-to = To
mailbox-when = When
mailbox-view = How to show the letter
mailbox-view-html = Letter
mailbox-view-text = Text
mailbox-view-raw = Source
mailbox-choose = Choose a letter from the list.
mailbox-kept =
    { $n ->
        [one] { $n } letter with an invitation that still holds or a first password stayed in the portal's mailbox: nobody got it. Letters leave now, and it can be sent.
       *[other] { $n } letters with invitations that still hold and first passwords stayed in the portal's mailbox: nobody got them. Letters leave now, and they can be sent.
    }
mailbox-send = Send now
flash-mailbox-sent =
    { $n ->
        [one] { $n } letter is on its way
       *[other] { $n } letters are on their way
    }
flash-mailbox-nothing = There are no letters left in the mailbox that still have to be sent
flash-mailbox-no-server = First say how letters leave: there is no mail server
