#!/usr/bin/env bash
# The audit of the GitHub action. Its inputs come as variables INPUT_*.
set -euo pipefail

fail() {
  printf '::error::build-audit: %s\n' "$1"
  exit 2
}

command -v node >/dev/null || fail 'there is no Node on this runner; add a step with actions/setup-node before'

# A release holds its built files; from a bare checkout the package is installed, which has no dependencies and runs no scripts.
bin="$GITHUB_ACTION_PATH/bin/run.js"
if [ ! -f "$GITHUB_ACTION_PATH/dist/cli.js" ]; then
  [[ "$INPUT_VERSION" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail 'version has to be one, such as 0.1.0'
  folder="$RUNNER_TEMP/build-audit-$INPUT_VERSION"
  npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund "build-audit@$INPUT_VERSION"
  bin="$folder/node_modules/build-audit/bin/run.js"
fi

arguments=(--format "$INPUT_FORMAT" --fail-on "$INPUT_FAIL_ON")
sarif=$INPUT_SARIF_FILE
if [ "$INPUT_UPLOAD" = true ] && [ -z "$sarif" ]; then sarif="$RUNNER_TEMP/build-audit.sarif"; fi
[ -z "$sarif" ] || arguments+=(--format "sarif=$sarif")
[ -z "$INPUT_CONFIG" ] || arguments+=(--config "$INPUT_CONFIG")
[ -z "$INPUT_BASELINE" ] || arguments+=(--baseline "$INPUT_BASELINE")

subjects=()
if [ -n "$INPUT_IMAGE" ]; then
  command=image
  subjects=("$INPUT_IMAGE")
else
  command=dockerfile
  while IFS= read -r path; do
    [ -z "$path" ] || subjects+=("$path")
  done <<<"$INPUT_PATHS"
fi

code=0
node "$bin" "$command" "${arguments[@]}" -- ${subjects[@]+"${subjects[@]}"} || code=$?
{
  printf 'exit-code=%s\n' "$code"
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then
    # A name with a line break in it must not set another output.
    case $sarif in *$'\n'*) fail 'sarif-file is more than one line' ;; esac
    printf 'sarif-file=%s\n' "$sarif"
  fi
} >>"$GITHUB_OUTPUT"
exit "$code"
