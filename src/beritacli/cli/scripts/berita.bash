# Completion of berita for bash 4 and newer; made to be sourced.
_berita() {
    local current=${COMP_LINE:0:COMP_POINT} words=() values=() value help quoted prefix
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
    while IFS=$'\t' read -r value help; do
        if [[ -z $value && $help == files ]]; then
            compopt -o default
            COMPREPLY=()
            return
        fi
        values+=("$value")
    done < <(berita completion words -- "${words[@]:1}" 2>/dev/null)
    # What bash holds to be the current word begins after the last colon or equals sign.
    part=${COMP_WORDS[COMP_CWORD]}
    prefix=''
    if [[ $word == *[:=]* && $COMP_WORDBREAKS == *:* ]]; then
        prefix=${word%"${word##*[:=]}"}
    fi
    for value in "${values[@]}"; do
        value=${value#"$prefix"}
        if [[ $part == [\'\"]* ]]; then
            COMPREPLY+=("$value")
        else
            printf -v quoted '%q' "$value"
            COMPREPLY+=("$quoted")
        fi
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=,] ]]; then
        compopt -o nospace
    fi
}
complete -o nosort -F _berita berita 2>/dev/null || complete -F _berita berita
