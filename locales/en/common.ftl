# Words that many pages need.
count-invitations =
    { $n ->
        [one] { $n } invitation
       *[other] { $n } invitations
    }

date-today = today
date-tomorrow = tomorrow
date-yesterday = yesterday
date-full = { $day } { $year }
date-january = { $day } January
date-february = { $day } February
date-march = { $day } March
date-april = { $day } April
date-may = { $day } May
date-june = { $day } June
date-july = { $day } July
date-august = { $day } August
date-september = { $day } September
date-october = { $day } October
date-november = { $day } November
date-december = { $day } December
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December
error-title = Error:
error-busy = The portal is busy. Wait a few seconds and send the form again
form-changed-meanwhile = While the form was open, this was changed to: { $name }. Save again if what you have is right
form-emptied-meanwhile = While the form was open, this was emptied. Save again if what you have is right
