# Completion of aml's command lines in bash. To try it: source <(aml completion bash)

_aml() {
  local words=() word value glued=
  local i
  # Bash takes --name=value and 10:30 apart; here they are put together again, and quotes taken off.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]//[\\\"\']/}
    if [[ -n $glued || $word == [=:]* ]] && ((${#words[@]})); then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == [=:] ]] && glued=1 || glued=
  done
  ((COMP_CWORD >= 1)) || return
  local typed=${words[${#words[@]} - 1]}
  local prefix=${typed%"${typed##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r value _; do
    case $value in
      :files)
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${typed#"$prefix"}")
        ;;
      :directories)
        if [[ $typed == */* || ${#COMPREPLY[@]} -eq 0 ]]; then
          compopt -o filenames 2>/dev/null
          while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "${typed#"$prefix"}")
        fi
        ;;
      *)
        value=${value#"$prefix"}
        [[ $value == *[!A-Za-z0-9_./,@%+-]* ]] && printf -v value %q "$value"
        COMPREPLY+=("$value")
        ;;
    esac
  done < <(LOOM_AML_NO_BUILD=1 "${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]}" 2>/dev/null)
}

complete -F _aml aml
