#!/usr/bin/env bash
# The audit of the GitHub action. Its inputs come as variables INPUT_*.
set -euo pipefail

fail() {
  printf '::error::build-audit: %s\n' "$1"
  exit 2
}

# Without the blanks and line breaks around it, which a YAML block leaves. No runner's bash is too old for this.
trimmed() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

command -v node >/dev/null || fail 'there is no Node on this runner; add a step with actions/setup-node before'

# A release holds its built files; from a bare checkout the package is installed, which has no dependencies and runs no scripts.
bin="$GITHUB_ACTION_PATH/bin/run.js"
if [ ! -f "$GITHUB_ACTION_PATH/dist/cli.js" ]; then
  version=$(trimmed "$INPUT_VERSION")
  [[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail 'version has to be one, such as 0.1.0'
  folder="$RUNNER_TEMP/build-audit-$version"
  npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund "build-audit@$version"
  bin="$folder/node_modules/build-audit/bin/run.js"
fi

case $(trimmed "$INPUT_UPLOAD") in
  [Tt][Rr][Uu][Ee]) upload=true ;;
  [Ff][Aa][Ll][Ss][Ee] | '') upload=false ;;
  *) fail 'upload has to be true or false' ;;
esac

arguments=(--format "$(trimmed "$INPUT_FORMAT")" --fail-on "$(trimmed "$INPUT_FAIL_ON")")
sarif=$(trimmed "$INPUT_SARIF_FILE")
# A name with a line break in it must not set another output.
case $sarif in *$'\n'*) fail 'sarif-file is more than one line' ;; esac
config=$(trimmed "$INPUT_CONFIG")
baseline=$(trimmed "$INPUT_BASELINE")
if [ "$upload" = true ] && [ -z "$sarif" ]; then sarif="$RUNNER_TEMP/build-audit.sarif"; fi
[ -z "$sarif" ] || arguments+=(--format "sarif=$sarif")
[ -z "$config" ] || arguments+=(--config "$config")
[ -z "$baseline" ] || arguments+=(--baseline "$baseline")

command=dockerfile
subjects=()
images=$(trimmed "$INPUT_IMAGE")
[ -z "$images" ] || command=image
while IFS= read -r line; do
  subject=$(trimmed "$line")
  [ -z "$subject" ] || subjects+=("$subject")
done <<<"${images:-$INPUT_PATHS}"

code=0
node "$bin" "$command" "${arguments[@]}" -- ${subjects[@]+"${subjects[@]}"} || code=$?
{
  printf 'exit-code=%s\n' "$code"
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then
    printf 'sarif-file=%s\nupload=%s\n' "$sarif" "$upload"
  fi
} >>"$GITHUB_OUTPUT"
exit "$code"
