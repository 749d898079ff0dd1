# The history: what was done, in plain words.
history-none = The history will appear here
history-none-words = Who did what and when: invitations, departments, rights, settings.
history-column-what = What
history-column-who = Who
history-column-when = When
history-by-api = through the API
history-by-command = by a command on the server
history-by-portal = the portal
history-by-guest = a guest

history-company-created = Company created: { $details }
history-settings-changed = Settings changed: { $details }
history-inviting-switched-on = All employees may invite now
history-inviting-switched-off = Only administrators may invite now
history-plan-changed = Plan changed: { $details }
history-department-created = Department created: { $details }
history-department-renamed = Department renamed: { $details }
history-department-moved = Department moved: { $details }
history-department-deleted = Department deleted: { $details }
history-invited = Invitation created: { $details }
history-letter-accepted = Letter accepted by the mail server: { $details }
history-letter-deferred = Letter delayed: { $details }
history-letter-failed = Letter not delivered: { $details }
history-letter-unknown = The letter may have gone out twice: { $details }
history-resent = Invitation sent again: { $details }
history-reminded = Reminder sent: { $details }
history-revoked = Invitation revoked: { $details }
history-undone = Sending undone: { $details }
history-address-corrected = Address corrected: { $details }
history-new-link = New link made: { $details }
history-departments-changed = Department changed: { $details }
history-extended = Validity of the invitation changed
history-name-changed = Name changed: { $details }
history-accepted = Invitation accepted: { $details }
history-declined = Invitation declined: { $details }
history-opted-out = Asked not to be invited any more: { $details }
history-new-invitation-asked = Asked for a new invitation: { $details }
history-join-link-created = Join link created
history-join-link-switched-off = Join link switched off
history-join-link-switched-on = Join link switched on again
history-joined = Employee joined: { $details }
history-approved = Employee approved: { $details }
history-refused = Refused: { $details }
history-seat-missing = No seat was left: { $details }
history-dismissed = Employee dismissed: { $details }
history-rehired = Employee taken back: { $details }
history-deleted = Deleted: { $details }
history-role-changed =
    { $details ->
        [administrator] Made an administrator
       *[other] No longer an administrator
    }
history-profile-changed = Employee’s data changed: { $details }
history-signed-in = Signed in
history-sign-in-failed = Failed sign-in: { $details }
history-signed-out = Signed out
history-sessions-ended = Signed out on all other devices
history-password-reset-asked = New password asked for: { $details }
history-password-reset-in-vain = New password asked for at an address that nobody signs in with
history-password-changed = Password changed: { $details }
history-token-created = API token created: { $details }
history-token-revoked = API token revoked: { $details }
