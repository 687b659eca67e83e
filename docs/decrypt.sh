#!/bin/sh
# Decrypts an encrypted copy of backups by hand, with only a shell and age (https://age-encryption.org):
#
#   sh docs/decrypt.sh backup.key /mnt/usb/shop decrypted
#
# The first argument is a file with a key that opens the copy. The second one is the copy, as a folder; 'aws s3 sync' downloads one from an
# object store. The third one is a new folder, which gets a plain copy: aml reads it with --from, and recover.sh extracts files from it.
#
# A passphrase opens a copy too: age -d /mnt/usb/shop/keys/1/*/passphrase-*.age >repository.key
# Then give repository.key as the first argument.
# backup-format.md describes the format. Somebody else may have written the copy: nothing in it is executed, and nothing leads out of the folder.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

[ $# -eq 3 ] || fail "usage: sh decrypt.sh KEY COPY INTO"
[ -r "$1" ] || fail "cannot read the key $1"
[ -d "$2/keys" ] || fail "$2 is not an encrypted copy: it has no folder keys"
[ ! -e "$3" ] || fail "$3 already exists"
command -v age >/dev/null || fail "the program age is needed"
umask 077
mkdir -p -- "$3"
into=$(cd -- "$3" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"; rmdir "$into" 2>/dev/null || true' EXIT
cat -- "$1" >"$work/own"
cd -- "$2"

# The keys of the objects: those that this key opens. There are several after a rotation that was interrupted.
: >"$work/keys"
for wrapped in ./keys/*/*/*.age; do
  if age -d -i "$work/own" -o "$work/one" "$wrapped" 2>/dev/null </dev/null; then
    grep -x 'AGE-SECRET-KEY-1[0-9A-Z]*' "$work/one" >>"$work/keys" || continue
    wrapped=${wrapped%/*}
    echo "using the key ${wrapped##*/}"
  fi
done
# The argument itself is the key of the objects if it was decrypted with a passphrase.
[ -s "$work/keys" ] || cat "$work/own" >"$work/keys"

# Prints the escaped name at the end of the decrypted object. Fails if the object does not end with a name.
escaped_name() {
  length=$(tail -c 5 "$work/plain")
  case $length in
    *[!0-9]* | '') return 1 ;;
  esac
  [ ${#length} -eq 5 ] || return 1
  while :; do
    case $length in
      0?*) length=${length#0} ;;
      *) break ;;
    esac
  done
  tail -c $((length + 5)) "$work/plain" | head -c "$length" >"$work/name"
  # Letters, digits and ._/- are as they are, each other byte is a backslash and three octal digits.
  LC_ALL=C sed 's/\\[0-3][0-7][0-7]/-/g' "$work/name" | LC_ALL=C grep -qx '[A-Za-z0-9._/-]*' || return 1
  cat "$work/name"
}

find . -type f -name '*.age' ! -path './keys/*' >"$work/objects"
good=0
bad=0
skip() {
  echo "$1" >&2
  bad=$((bad + 1))
}
while IFS= read -r object; do
  if ! age -d -i "$work/keys" -o "$work/plain" "$object" 2>"$work/error" </dev/null; then
    skip "cannot decrypt $object: $(head -n 1 "$work/error")"
    continue
  fi
  if ! escaped=$(escaped_name) || [ -z "$escaped" ]; then
    skip "$object does not end with its name"
    continue
  fi
  length=${#escaped}
  # shellcheck disable=SC2059 # the escapes are those of printf
  name=$(printf "${escaped}x")
  name=${name%x}
  case /$name/ in
    *//* | */./* | */../*)
      skip "$object has the name $escaped"
      continue
      ;;
  esac
  size=$(($(wc -c <"$work/plain") - length - 5))
  # An interrupted rotation leaves two versions of some objects. If a record has grown meanwhile, the longer one is newer.
  if [ -e "$into/$name" ] && [ "$(wc -c <"$into/$name")" -ge "$size" ]; then
    good=$((good + 1))
    continue
  fi
  case $name in
    */*) folder=$into/${name%/*} ;;
    *) folder=$into ;;
  esac
  if mkdir -p "$folder" && head -c "$size" "$work/plain" >"$into/$name"; then
    good=$((good + 1))
  else
    skip "cannot write $into/$name"
  fi
done <"$work/objects"

echo "decrypted $good objects into $into"
[ "$bad" -eq 0 ] || fail "$bad objects are damaged, or need another key"
[ -e "$into/repository.json" ] || fail "the copy is incomplete: it has no repository.json"
