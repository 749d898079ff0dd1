# How to choose a password, and what to mend in one.
password-hint = At least 15 characters. Three or four random words are easiest to remember.
password-empty = Choose a password: three or four random words will do
password-too-short =
    { $n ->
        [one] Type it again, { $n } character longer: at least 15 are needed. Another word is the easiest way
       *[other] Type it again, { $n } characters longer: at least 15 are needed. Another word is the easiest way
    }
password-too-long = Shorten the password to 200 characters
password-repeats = Replace what repeats: the same again and again is guessed first. Take three or four different words
password-run = Replace the runs of neighbouring keys, letters or digits. Take three or four random words
password-common = This password is on the lists that are tried first. Take three or four words that have nothing to do with each other
password-context = Add other words: names, addresses and the company are guessed first
