#compdef aml
# Completion of aml's command lines in zsh. To try it: source <(aml completion zsh)

_aml() {
  local line value
  local files=0 directories=0
  local -a values shown
  for line in "${(@f)$(LOOM_AML_NO_BUILD=1 ${~words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) files=1 ;;
      :directories) directories=1 ;;
      *)
        value=${line%%$'\t'*}
        values+=("$value")
        [[ $line == *$'\t'* ]] && shown+=("$value  -- ${line#*$'\t'}") || shown+=("$value")
        ;;
    esac
  done
  (( $#values )) && compadd -l -d shown -a values
  (( files )) && _files
  (( directories )) && _files -/
}

# Loaded from a folder of functions, this is the call itself; read by hand, it is made known.
if [[ ${funcstack[1]} == _aml ]]; then
  _aml "$@"
elif (( $+functions[compdef] )); then
  compdef _aml aml
fi
