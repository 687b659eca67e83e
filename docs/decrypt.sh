#!/bin/sh
# Decrypts an encrypted copy of backups by hand, with only a shell and age (https://age-encryption.org):
#
#   sh docs/decrypt.sh backup.key /mnt/usb/shop decrypted
#
# The first argument is a file with a key that opens the copy. The second one is the copy, as a folder; 'aws s3 sync' downloads one from an
# object store. The third one is a new folder, which gets a plain copy: aml reads it with --from, and recover.sh extracts files from it.
#
# A passphrase opens a copy too: age -d /mnt/usb/shop/keys/1/*/passphrase-*.age >backup.key
# backup-format.md describes the format.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

[ $# -eq 3 ] || fail "usage: sh decrypt.sh KEY COPY INTO"
key=$1
copy=$2
into=$3
[ -r "$key" ] || fail "cannot read the key $key"
[ -d "$copy/keys" ] || fail "$copy is not an encrypted copy: it has no folder keys"
[ ! -e "$into" ] || fail "$into already exists"
command -v age >/dev/null || fail "the program age is needed"
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The keys of the objects: those that this key opens. There are several after a rotation that was interrupted.
cat "$key" >"$work/keys"
for wrapped in "$copy"/keys/*/*/*.age; do
  case $wrapped in */passphrase-*.age) continue ;; esac
  if age -d -i "$key" -o "$work/one" "$wrapped" 2>/dev/null; then
    cat "$work/one" >>"$work/keys"
  fi
done

find "$copy" -type f -name '*.age' ! -path "$copy/keys/*" >"$work/objects"
good=0
bad=0
while IFS= read -r object; do
  if ! age -d -i "$work/keys" -o "$work/plain" "$object" 2>"$work/error" </dev/null; then
    echo "cannot decrypt $object: $(head -n 1 "$work/error")" >&2
    bad=$((bad + 1))
    continue
  fi
  # The object ends with its name, whose unusual bytes are escaped in octal, and the length of the escaped name in five digits.
  length=$(tail -c 5 "$work/plain" | sed 's/^0*//')
  escaped=$(tail -c $((length + 5)) "$work/plain" | head -c "$length")
  # shellcheck disable=SC2059 # the escapes are those of printf
  name=$(printf "${escaped}x")
  name=${name%x}
  case /$name/ in *//* | */./* | */../*) fail "$object has the name $name" ;; esac
  size=$(($(wc -c <"$work/plain") - length - 5))
  good=$((good + 1))
  # An interrupted rotation leaves two versions of some objects. If a record has
  # grown meanwhile, the longer one is newer.
  if [ -e "$into/$name" ] && [ "$(wc -c <"$into/$name")" -ge "$size" ]; then
    continue
  fi
  case $name in
    */*) mkdir -p "$into/${name%/*}" ;;
    *) mkdir -p "$into" ;;
  esac
  head -c "$size" "$work/plain" >"$into/$name"
done <"$work/objects"

echo "decrypted $good objects into $into"
[ "$bad" -eq 0 ] || fail "$bad objects are damaged, or need another key"
