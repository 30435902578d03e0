# bash completion for usagestat, made from its command table
_usagestat() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word command= group=
  COMPREPLY=()
  case $prev in
    --config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --plugin-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --timeout) COMPREPLY=(); return ;;
    --log-level) COMPREPLY=($(compgen -W 'error warning info debug trace' -- "$cur")); return ;;
    --log-format) COMPREPLY=($(compgen -W 'text json' -- "$cur")); return ;;
    --provider) COMPREPLY=($(compgen -W "$(usagestat list --plain 2>/dev/null | cut -f1)" -- "$cur")); return ;;
    --format) COMPREPLY=($(compgen -W 'text json csv' -- "$cur")); return ;;
    --source) COMPREPLY=($(compgen -W 'auto web cli oauth api local custom' -- "$cur")); return ;;
    --account) COMPREPLY=(); return ;;
    --max-age) COMPREPLY=(); return ;;
    --warn) COMPREPLY=(); return ;;
    --fail) COMPREPLY=(); return ;;
    --window) COMPREPLY=(); return ;;
    --watch) COMPREPLY=(); return ;;
    --replay) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --record) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --min-remaining) COMPREPLY=(); return ;;
    --preset) COMPREPLY=(); return ;;
    --since) COMPREPLY=(); return ;;
    --until) COMPREPLY=(); return ;;
    --limit) COMPREPLY=(); return ;;
    --from-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --host) COMPREPLY=(); return ;;
    --port) COMPREPLY=(); return ;;
    --refresh-sec) COMPREPLY=(); return ;;
    --idle-exit) COMPREPLY=(); return ;;
    --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --name) COMPREPLY=(); return ;;
  esac
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $group$word in
      usage) command=usage; break ;;
      list) command=list; break ;;
      guard) command=guard; break ;;
      statusline) command=statusline; break ;;
      history) command=history; break ;;
      export) command=export; break ;;
      serve) command=serve; break ;;
      config) group='config ' ;;
      cache) group='cache ' ;;
      doctor) command=doctor; break ;;
      plugin) group='plugin ' ;;
      completions) command=completions; break ;;
      man) command=man; break ;;
      help) command=help; break ;;
      'config validate') command='config validate'; break ;;
      'config dump') command='config dump'; break ;;
      'config init') command='config init'; break ;;
      'config path') command='config path'; break ;;
      'cache show') command='cache show'; break ;;
      'cache clear') command='cache clear'; break ;;
      'plugin validate') command='plugin validate'; break ;;
      'plugin test') command='plugin test'; break ;;
      'plugin describe') command='plugin describe'; break ;;
      'plugin new') command='plugin new'; break ;;
    esac
  done
  local options='--json --pretty --compact --plain --no-color --config --plugin-dir --all --timeout --demo --verbose --log-level --log-format --help --version' words=
  case $command in
    'usage') options+=' --provider --format --source --web --account --max-age --force --warn --fail --window --fail-open --save --watch --replay --record'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'list') options+=' --provider --format'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'guard') options+=' --provider --format --warn --fail --min-remaining --window --account --max-age --force --fail-open --quiet'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'statusline') options+=' --provider --preset --format --max-age --no-refresh'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'history') options+=' --provider --since --until --limit --format'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'export') options+=' --provider --format --from-file --output --source --web --account --max-age --force --fail-open'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'serve') options+=' --host --port --refresh-sec --poll --idle-exit --token-file --allow-plain-http'; words="" ;;
    'config validate') options+=' --format'; words="" ;;
    'config dump') options+=' --format --show-secrets'; words="" ;;
    'config init') options+=' --force'; words="" ;;
    'config path') options+=' '; words="" ;;
    'cache show') options+=' --format'; words="" ;;
    'cache clear') options+=' --provider --format --snapshots --history'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'doctor') options+=' --format'; words="" ;;
    'plugin validate') options+=' --format'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'plugin test') options+=' --format'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'plugin describe') options+=' --output'; words="$(usagestat list --plain 2>/dev/null | cut -f1)" ;;
    'plugin new') options+=' --dir --name'; words="" ;;
    'completions') options+=' --output'; words="bash zsh fish powershell" ;;
    'man') options+=' --output'; words="" ;;
    'help') options+=' '; words="" ;;
    *)
      case $group in
        'config ') words='validate dump init path' ;;
        'cache ') words='show clear' ;;
        'plugin ') words='validate test describe new' ;;
        *) options+=' --provider --format --source --web --account --max-age --force --warn --fail --window --fail-open --save --watch --replay --record'; words="usage list guard statusline history export serve config cache doctor plugin completions man help $(usagestat list --plain 2>/dev/null | cut -f1)" ;;
      esac ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _usagestat usagestat
