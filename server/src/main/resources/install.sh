#!/bin/sh
# Puts the Stardust agent on this machine, or brings the one there to the server's version:
#   export STARDUST_AGENT_ENROL=TOKEN
#   curl -fsSL @SERVER@/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh -s -- [--name NAME]
set -eu

fail() {
    echo "install: $*" >&2
    exit 1
}

usage() {
    cat <<'END'
sh install.sh [OPTION VALUE]...
  The enrolment token comes by the environment variable STARDUST_AGENT_ENROL; it is not needed where the agent is known
  already, or where somebody approves it.
  --token -          asks for the token at the terminal. --token TOKEN takes it, but shows it to everybody on the machine
  --name NAME        how the node is called; otherwise as the host
  --project PROJECT  where a new node arrives
  --data DIR         folder of everything the agent keeps; /var/lib/stardust-agent
  --server URL       where the agent finds its server; otherwise where this script came from
  --trust FILE       PEM file of the authority that signed the server's certificate, when no public one did; the agent keeps it
  --channel CHANNEL  Release, Beta or Develop
  --root DIR         installs into a folder instead of /, for images; starts nothing
END
}

main() {
    server='@SERVER@' from='@SERVER@' token=${STARDUST_AGENT_ENROL:-} name='' project='' data='' channel='' root='' trust=''
    while [ $# -gt 0 ]; do
        case $1 in
            --token | --name | --project | --data | --server | --channel | --root | --trust)
                [ $# -ge 2 ] || fail "$1: nothing after it (expected: a value)"
                case $1 in
                    --token) token=$2 && [ "$token" != - ] || ask ;;
                    --name) name=$2 ;;
                    --project) project=$2 ;;
                    --data) data=$2 ;;
                    --server) server=$2 ;;
                    --channel) channel=$2 ;;
                    --root) root=$2 ;;
                    --trust) trust=$(readlink -f -- "$2") && [ -r "$trust" ] || fail "--trust: $2 cannot be read (expected: a PEM file)" ;;
                esac
                shift 2
                ;;
            -h | --help)
                usage
                exit 0
                ;;
            *) fail "$1: no such option (--help lists them)" ;;
        esac
    done

    [ "$(uname -s)" = Linux ] || fail "$(uname -s): not known (expected: Linux)"
    [ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "needs root (expected: … | sudo --preserve-env=STARDUST_AGENT_ENROL sh)"
    case $(uname -m) in
        x86_64 | amd64) arch=x64 ;;
        aarch64 | arm64) arch=arm64 ;;
        *) fail "$(uname -m): no agent for this processor (expected: x86_64 or aarch64)" ;;
    esac
    system=linux
    if (ldd --version 2>&1 || true) | grep -qi musl; then system=linux-musl; fi

    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' INT TERM HUP
    failed=0
    fetch "$from/install/agent-$system-$arch.sha256?channel=${channel:-Release}" "$work/sum" || failed=$?
    case $failed in
        0) ;;
        # what curl and wget end with when the server refuses
        22 | 8) fail "$from has no agent for $system-$arch (an administrator uploads it: stardust agent-release upload FILE)" ;;
        *) fail "$from cannot be asked (--trust FILE names the authority of its certificate when that is no public one)" ;;
    esac
    read -r hash file <"$work/sum" || fail "the server's checksum cannot be read"
    case $file in */* | .* | '') fail "a strange name: $file" ;; esac
    echo "fetching $file"
    fetch "$from/install/$file" "$work/$file" || fail "$from/install/$file cannot be fetched"
    echo "$hash  $work/$file" | sha256sum -c - >/dev/null 2>&1 ||
        fail "checksum: $file is not what the server promised (expected: $hash)"
    tar -xzf "$work/$file" -C "$work" || fail "$file cannot be unpacked"

    set -- install --server "$server"
    [ -z "$name" ] || set -- "$@" --name "$name"
    [ -z "$project" ] || set -- "$@" --project "$project"
    [ -z "$data" ] || set -- "$@" --data "$data"
    [ -z "$trust" ] || set -- "$@" --tls.trust "$trust"
    [ -z "$channel" ] || set -- "$@" --upgrade.channel "$channel"
    [ -z "$root" ] || set -- "$@" --root "$root"
    # By the environment, since everybody on the machine may read command lines.
    STARDUST_AGENT_ENROL=$token "$work/${file%.tar.gz}/bin/agent" "$@"
}

ask() {
    printf 'enrolment token: ' >/dev/tty
    IFS= read -r token </dev/tty || fail "no token was given"
}

# What was asked for by https is not fetched in plain text, wherever the server points.
fetch() {
    case $1 in https://*) only='=https' ;; *) only='=http,https' ;; esac
    if command -v curl >/dev/null; then
        curl -fsSL ${trust:+--cacert "$trust"} --proto "$only" --proto-redir "$only" -o "$2" "$1"
    elif command -v wget >/dev/null; then
        # the small wget of busybox does not know the option
        if [ "$only" = =https ] && wget --help 2>&1 | grep -q max-redirect; then
            wget -q ${trust:+--ca-certificate="$trust"} --max-redirect=0 -O "$2" "$1"
        else
            wget -q ${trust:+--ca-certificate="$trust"} -O "$2" "$1"
        fi
    else
        fail "needs curl or wget"
    fi
}

# All of it is read before any of it runs: half a download does nothing.
main "$@"
