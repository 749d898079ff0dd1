# «Profile»: oneself, the password, where one is signed in.
profile-self = About you
profile-name-hint = First and last name, as colleagues see them.
profile-language = Language
profile-language-hint = Of your screens and of letters to you.
profile-language-problem = Choose a language from the list
profile-save = Save
profile-role = Role
profile-ask = Position and departments are changed by an administrator, HR or the head of the department.
profile-password = Password
profile-password-present = Current password
profile-password-new = New password
profile-password-button = Change password
profile-password-sessions = You stay signed in here and are signed out on all other devices.
profile-password-address = The change of your address to { $name } will be withdrawn: ask for it again afterwards.
profile-password-none = Type your present password
profile-password-wrong = This is not your present password. Check the keyboard layout, or sign out and press “Forgot your password?”
profile-password-same = This is your present password. Choose another one
profile-sessions = Where you are signed in
profile-session-this = This device
profile-browser = Unknown browser
profile-sessions-end = Sign out on all others
flash-profile-saved = Saved
flash-password-changed = The password is changed. You are signed out on all other devices.
flash-sessions-ended =
    { $n ->
        [0] You are signed in on this device only
        [one] Signed out on one other device
       *[other] Signed out on { $n } other devices
    }
address-section = Address for signing in
address-own-words = You sign in with { $name } now. A letter with a link will go to the new address, and the present one is told.
address-waits = Waits to be confirmed: { $email }. The link in the letter works until: { $until }.
flash-address-changed = The address is changed. All other devices are signed out.
