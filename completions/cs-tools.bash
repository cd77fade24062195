# bash completion of the cs-tools: asks the binary itself (`BIN --complete WORD...`), so that nothing is listed
# here that could grow old.

_cs_tools()
{
    local rest=${COMP_LINE:0:COMP_POINT} gap word says i
    local -a typed=()

    # bash cuts words at = and : too. What no blank parts is one word again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[![:space:]]*}
        rest=${rest:${#gap}}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if ((i == 0)) || [[ -n $gap ]]; then
            typed+=("$word")
        else
            typed[-1]+=$word
        fi
    done

    # Only what follows the last = or : is replaced, where those part words.
    local last=${typed[-1]} breaks='' head=''
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
    [[ -n $breaks ]] && head=${last%"${last##*[$breaks]}"}

    COMPREPLY=()
    while IFS=$'\t' read -r word says; do
        if [[ $word == :file ]]; then
            compopt -o filenames 2> /dev/null
            local part=${last##*=}
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(compgen -f -- "${part/#\~\//$HOME/}")
        else
            COMPREPLY+=("${word#"$head"}")
        fi
    done < <("${1/#\~\//$HOME/}" --complete "${typed[@]:1}" 2> /dev/null)
}

complete -F _cs_tools cs-db cs-calendar cs-org cs-customer cs-ticket cs-escalate cs-notify cs-report
