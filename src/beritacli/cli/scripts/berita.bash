# Completion of berita for bash 4 and newer; made to be sourced.
_berita() {
    local current=${COMP_LINE:0:COMP_POINT} words=() values=() helps=() answer i prefix
    # The words of the line as the shell would part them, but for colons and
    # equals signs, at which bash parts and berita does not.
    local part line=$current word='' quote='' char
    while [[ -n $line ]]; do
        char=${line:0:1} line=${line:1}
        if [[ $char == \\ && $quote != "'" ]]; then
            word+=${line:0:1} line=${line:1}
        elif [[ -n $quote ]]; then
            if [[ $char == "$quote" ]]; then quote=''; else word+=$char; fi
        elif [[ $char == [\'\"] ]]; then
            quote=$char
        elif [[ $char == ' ' ]]; then
            [[ -n $word ]] && words+=("$word")
            word=''
        else
            word+=$char
        fi
    done
    words+=("$word")
    COMPREPLY=()
    # Parted by hand: read drops a tab at the beginning of a line.
    while IFS= read -r answer; do
        if [[ $answer == $'\t'files ]]; then
            compopt -o default
            return
        fi
        values+=("${answer%%$'\t'*}") helps+=("${answer#*$'\t'}")
    done < <(berita completion words -- "${words[@]:1}" 2>/dev/null)
    # What bash holds to be the current word begins after the last colon or equals sign.
    part=${COMP_WORDS[COMP_CWORD]}
    prefix=''
    if [[ $word == *[:=]* && $COMP_WORDBREAKS == *:* ]]; then
        prefix=${word%"${word##*[:=]}"}
    fi
    local value widest=0
    for i in "${!values[@]}"; do
        value=${values[i]#"$prefix"}
        [[ $part == [\'\"]* ]] || printf -v value '%q' "$value"
        values[i]=$value
        (( ${#value} > widest && (widest = ${#value}) ))
    done
    # Several are only listed, so each may say what it is; but what menu-complete (37)
    # and insert-completions (42) offer is put on the line.
    for i in "${!values[@]}"; do
        value=${values[i]}
        if (( ${#values[@]} > 1 && COMP_TYPE != 37 && COMP_TYPE != 42 )) && [[ ${helps[i]} ]]; then
            printf -v value '%-*s  -- %s' "$widest" "$value" "${helps[i]}"
            value=${value:0:${COLUMNS:-80} > widest ? ${COLUMNS:-80} - 1 : widest}
        fi
        COMPREPLY+=("$value")
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=,] ]]; then
        compopt -o nospace
    fi
}
complete -o nosort -F _berita berita 2>/dev/null || complete -F _berita berita
