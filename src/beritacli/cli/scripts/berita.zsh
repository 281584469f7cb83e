#compdef berita
# Completion of berita for zsh 5 and newer.
_berita() {
    local answer value help
    local -a whole open whole_shown open_shown
    # Parted by hand: read drops a tab at the beginning of a line.
    while IFS= read -r answer; do
        if [[ $answer == $'\t'files ]]; then
            _files
            return
        fi
        value=${answer%%$'\t'*} help=${answer#*$'\t'}
        if [[ $value == *[:=,] ]]; then
            open+=("$value")
            open_shown+=("$value${help:+  -- $help}")
        else
            whole+=("$value")
            whole_shown+=("$value${help:+  -- $help}")
        fi
    done < <(berita completion words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    # berita has chosen already, without regard to case: -U takes its choice as it is.
    (( $#whole )) && compadd -U -V articles -l -d whole_shown -a whole
    (( $#open )) && compadd -U -V terms -l -S '' -d open_shown -a open
}
if [[ $funcstack[1] == _berita ]]; then
    _berita "$@"
else
    compdef _berita berita
fi
