# What the senders share. POSIX sh; needs jq and curl, base64, od and sha256sum of the base system.
# shellcheck shell=sh disable=SC2034

# Exit statuses that cs-notify knows: it gives up after the first two, and tries again after any other.
NEVER_DATA=65 NEVER_USER=67 LATER=75 SETTINGS=78

umask 077
name=${0##*/}

# Standard error of a sender is kept by cs-notify with the message: no address, no secret, no text of a case.
end() { # STATUS WORDS
    printf '%s: %s\n' "$name" "$2" >&2
    exit "$1"
}

# Reads lines "name=value" into $url, $secret and $from: of the file that is named, else of
# ~/.config/cs-tools/NAME.conf. Whoever may read the file may write to the group, so it must be its owner's alone.
settings() { # [FILE]
    file=${1:-${HOME:-/}/.config/cs-tools/$name.conf}
    url=${CS_SENDER_URL:-} secret=${CS_SENDER_SECRET:-} from=${CS_SENDER_FROM:-}
    if [ ! -f "$file" ]; then
        [ -z "${1:-}" ] && [ -n "$url$from" ] && return
        end $SETTINGS "there is no file $file with its settings"
    fi
    case $(ls -ldL "$file") in
    -???------*) ;;
    *) end $SETTINGS "$file must be readable by its owner alone: chmod 600" ;;
    esac
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        url=*) url=${line#url=} ;;
        secret=*) secret=${line#secret=} ;;
        from=*) from=${line#from=} ;;
        esac
    done <"$file"
}

# An address that can stand in a file of curl, and is not sent in clear but to this machine.
check_url() {
    case $url in
    '') end $SETTINGS 'no url= in its settings' ;;
    *[!A-Za-z0-9._~:/?=\&%+-]*) end $SETTINGS 'its url has a character that none has' ;;
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    *) end $SETTINGS 'its url must begin with https://' ;;
    esac
}

# The message on standard input as one JSON string: subject, blank line, text; cut to so many bytes.
message_json() { # BYTES
    jq -Rsc --argjson most "$1" '
        def cut(n): until(utf8bytelength <= n; .[: length - ([(utf8bytelength - n) / 4 | floor, 1] | max)]);
        split("\n\n") as $parts
        | ($parts[0] // "" | split("\n") | map(select(startswith("Subject: ")) | ltrimstr("Subject: ")) | .[0] // "") as $subject
        | ($subject + "\n\n" + ($parts[1:] | join("\n\n"))) | sub("\\s+$"; "")
        | if utf8bytelength > $most then cut($most - 3) + "…" else . end'
}

# HMAC-SHA256 of standard input under a key, as base64. Nothing of it stands in the arguments of a program.
hmac() { # KEY
    key=$(printf %s "$1" | od -An -v -tx1 | tr -d ' \n')
    [ ${#key} -le 128 ] || key=$(printf %s "$1" | sha256sum | cut -c1-64)
    while [ ${#key} -lt 128 ]; do key=${key}00; done
    inner=$({ pad 54 && cat; } | sha256sum | cut -c1-64)
    { pad 92 && unhex "$inner"; } | sha256sum | cut -c1-64 | { read -r sum && unhex "$sum"; } | base64 | tr -d '\n'
}

pad() { # NUMBER: each byte of $key, a number (0x36, 0x5c) put over it
    rest=$key
    while [ -n "$rest" ]; do
        tail=${rest#??}
        # shellcheck disable=SC2059
        printf "\\$(printf %03o $((0x${rest%"$tail"} ^ $1)))"
        rest=$tail
    done
}

unhex() { # HEX
    rest=$1
    while [ -n "$rest" ]; do
        tail=${rest#??}
        # shellcheck disable=SC2059
        printf "\\$(printf %03o 0x"${rest%"$tail"}")"
        rest=$tail
    done
}

# Posts the JSON on standard input (one line) to $url, and prints the answer. curl reads address and text as its
# settings from standard input: nothing of them stands in its arguments.
post() {
    {
        printf 'url = "%s"\nheader = "Content-Type: application/json"\ndata-raw = "' "$url"
        sed 's/[\\"]/\\&/g' | tr -d '\n'
        printf '"\n'
    } | curl --silent --show-error --fail --max-time 30 --config - || end $LATER 'the server cannot be reached or refuses'
}
