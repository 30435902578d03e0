# SPDX-License-Identifier: MIT
# The providers inside the binary, a folder of plugins/ each.
set(USAGESTAT_BUNDLED_PLUGINS
  antigravity
  claude
  codex
  copilot
  cursor
  deepseek
  elevenlabs
  gemini
  moonshot
  nanogpt
  openai-api
  opencode
  opencode-go
  openrouter
  synthetic
  venice
  zai)
