# SPDX-License-Identifier: MIT
# The providers inside the binary, a folder of plugins/ each.
set(USAGESTAT_BUNDLED_PLUGINS
  claude
  codex
  copilot
  deepseek
  elevenlabs
  moonshot
  openrouter
  synthetic
  venice
  zai)
