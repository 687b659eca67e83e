#!/bin/sh
# Extracts one file from a snapshot by hand, with only a shell, sed, zstd, gzip and sha256sum:
#
#   sh docs/recover.sh .loom/memory-backup/aml/generations/<generation> <snapshot> debugger/patterns.json >patterns.json
#
# <snapshot> is the id that 'aml backup list' shows, without the number that follows it in the name of the manifest.
#
# Copy a path with other escapes (a byte that is not UTF-8 is \uDC80 to \uDCFF) from the manifest.
# backup-format.md describes the format. A compressed collection is written as plain text.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

[ $# -eq 3 ] || fail "usage: sh recover.sh GENERATION SNAPSHOT PATH >FILE"
generation=$1
snapshot=$2
# The path as in JSON, with backslashes, quotes, tabs and line breaks escaped.
path=$(printf '%s' "$3" | sed 's/[\\"]/\\&/g; s/	/\\t/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Writes a text to the file $4. Its recipe is $3 bytes at $2 in the content of segment $1.
recover() (
  recipe=$(zstd -dc "$generation/segments/$1.zst" | tail -c +$(($2 + 1)) | head -c "$3")
  recipe=${recipe%%,\"recipe\":*}
  at=${recipe#*\"at\":}
  at=${at%%,*}
  steps=${recipe#*\"steps\":\"}
  steps=${steps%%\"*}
  zstd -dc "$generation/segments/$1.zst" >"$4.own"
  case $recipe in
    *\"before\":*)
      # shellcheck disable=SC2046 # three words
      recover $(place "$recipe") "$4.before"
      case $recipe in *\"text_bytes\":*) inflate "$4.before" ;; esac
      ;;
  esac
  position=0
  : >"$4"
  for step in $(printf '%s' "$steps" | sed 's/[=+@-]/ &/g'); do
    count=${step#?}
    case $step in
      =*)
        tail -c +$((position + 1)) "$4.before" | head -c "$count" >>"$4"
        position=$((position + count))
        ;;
      -*) position=$((position + count)) ;;
      @*) position=$count ;;
      +*)
        tail -c +$((at + 1)) "$4.own" | head -c "$count" >>"$4"
        at=$((at + count))
        ;;
    esac
  done
  rm -f "$4.before" "$4.own"
)

inflate() {
  gzip -dc <"$1" >"$1.text"
  mv "$1.text" "$1"
}

# Prints the last place in a piece of JSON: segment, offset, length.
place() {
  printf '%s' "$1" | sed 's/.*"segment":"\([^"]*\)","offset":\([0-9]*\),"length":\([0-9]*\).*/\1 \2 \3/'
}

manifest=$generation/snapshots/$snapshot.json.zst
for numbered in "$generation/snapshots/$snapshot".[0-9]*.json.zst; do
  [ ! -f "$numbered" ] || manifest=$numbered
done
[ -f "$manifest" ] || fail "no snapshot $snapshot in $generation"
files() { zstd -dc "$manifest" | sed 's/{"path":/\n&/g'; }
file=$(files | grep -F "{\"path\":\"$path\",") || file=$(files | grep -F "{\"path\":\"$3\",") ||
  fail "no file $3 in snapshot $snapshot"
entry=${file%%,\"recipe_at\":*}
# shellcheck disable=SC2046 # three words
recover $(place "${file%%,\"recipe\":*}") "$work/text"
case $entry in *\"content\":\"stored\"*) inflate "$work/text" ;; esac

# The checksum of the text if the file was gzip, else of the file.
sum=$(printf '%s' "$entry" | sed -n 's/.*"text_sha256":"\([^"]*\)".*/\1/p')
[ -n "$sum" ] || sum=$(printf '%s' "$entry" | sed 's/.*"sha256":"\([^"]*\)".*/\1/')
echo "$sum  $work/text" | sha256sum --check --quiet >&2
cat "$work/text"
