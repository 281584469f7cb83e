# Counts the views of one article in an access log of combined format, as berita does:
# GET, 2xx or 304, no robots that say so, one reader once in half an hour. The lines are
# those of one month, in their order.
#   awk -F'"' -v slug=judul-berita -f hitung.awk access.log
$2 ~ "^GET [^ ?]*/" slug "/*([?][^ ]*)? " && $3 ~ /^ (2[0-9][0-9]|304) / && $6 !~ /[Bb]ot|curl|^-?$/ {
    split($1, part, " "); split(part[4], time, ":")
    second = substr(time[1], 2, 2) * 86400 + time[2] * 3600 + time[3] * 60 + time[4]
    reader = part[1] " " $6
    if (!(reader in last) || second - last[reader] >= 1800) { views++; last[reader] = second }
}
END { print views + 0 }
