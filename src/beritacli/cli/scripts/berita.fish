# Completion of berita for fish 3 and newer.
function __berita_complete
    set -l words (commandline -opc)
    set -l answer (berita completion words -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$answer" = \tfiles
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $answer
    end
end
complete -c berita -f -k -a '(__berita_complete)'
