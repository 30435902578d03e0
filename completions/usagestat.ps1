# PowerShell completion for usagestat, made from its command table
Register-ArgumentCompleter -Native -CommandName usagestat -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $line = ($words | Where-Object { $_ -notlike '-*' } | Select-Object -Skip 1 -First 2) -join ' '
  $candidates = @('--json', '--pretty', '--compact', '--plain', '--no-color', '--config', '--plugin-dir', '--all', '--timeout', '--demo', '--verbose', '--log-level', '--log-format', '--help', '--version')
  switch -wildcard ($line) {
    'usage*' { $candidates += '--provider', '--format', '--source', '--web', '--account', '--max-age', '--force', '--warn', '--fail', '--window', '--fail-open', '--save', '--watch', '--replay', '--record' }
    'list*' { $candidates += '--provider', '--format' }
    'guard*' { $candidates += '--provider', '--format', '--warn', '--fail', '--min-remaining', '--window', '--account', '--max-age', '--force', '--fail-open', '--quiet' }
    'statusline*' { $candidates += '--provider', '--preset', '--format', '--max-age', '--no-refresh' }
    'history*' { $candidates += '--provider', '--since', '--until', '--limit', '--format' }
    'export*' { $candidates += '--provider', '--format', '--from-file', '--output', '--source', '--web', '--account', '--max-age', '--force', '--fail-open' }
    'serve*' { $candidates += '--host', '--port', '--refresh-sec', '--poll', '--idle-exit', '--token-file', '--allow-plain-http' }
    'config validate*' { $candidates += '--format' }
    'config dump*' { $candidates += '--format', '--show-secrets' }
    'config init*' { $candidates += '--force' }
    'cache show*' { $candidates += '--format' }
    'cache clear*' { $candidates += '--provider', '--format', '--snapshots', '--history' }
    'doctor*' { $candidates += '--format' }
    'plugin validate*' { $candidates += '--format' }
    'plugin test*' { $candidates += '--format' }
    'plugin describe*' { $candidates += '--output' }
    'plugin new*' { $candidates += '--dir', '--name' }
    'completions*' { $candidates += '--output' }
    'man*' { $candidates += '--output' }
    'config*' { $candidates += 'validate', 'dump', 'init', 'path' }
    'cache*' { $candidates += 'show', 'clear' }
    'plugin*' { $candidates += 'validate', 'test', 'describe', 'new' }
    default { $candidates += 'usage', 'list', 'guard', 'statusline', 'history', 'export', 'serve', 'config', 'cache', 'doctor', 'plugin', 'completions', 'man', 'help'; $candidates += @(usagestat list --plain 2>$null | ForEach-Object { ($_ -split "`t")[0] }) }
  }
  $candidates | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
