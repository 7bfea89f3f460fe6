# Makes the packages. Read by ../stardust, whose functions and variables it uses.
# shellcheck shell=bash disable=SC2154

# Makes .stardust/package: the agent's tar.gz with its own Java and its checksum, and the same as a .deb.
package() {
    local out=$work/package version platform name tree
    ready
    [[ -x $aot/java/bin/java ]] || fail "package: no small Java for the agent (log: $aot/training.log)"
    version=$("$java_home/bin/java" -cp "$(agent_jars "$root/agent/target")" io.stardust.agent.Main --version)
    case $(uname -m) in
        x86_64) platform=linux-x64 ;;
        aarch64) platform=linux-arm64 ;;
        *) fail "package: $(uname -m) (expected: x86_64 or aarch64)" ;;
    esac
    name=agent-$version-$platform
    tree=$out/$name
    rm -rf "$out"
    mkdir -p "$tree"/{bin,lib,share}
    say "packing $name"
    cp -a "$aot/java" "$tree/java"
    cp -p "$root/agent/target"/agent-*.jar "$root"/agent/target/lib/*.jar "$tree/lib/"
    cp -p "$root"/packaging/agent/stardust-agent{,.service} "$tree/share/"
    agent_program "$tree"
    # The second word tells builds of one version apart.
    (cd "$tree" && printf '%s %s\n' "$version" "$(sha256sum bin/agent lib/*.jar share/* | sha256sum | cut -c1-16)" >VERSION)
    train_package "$tree" || {
        rm -f "$tree/agent.aot"
        say "  the fast start could not be prepared, it works without (log: $out/training.log)"
    }
    chmod -R u=rwX,go=rX "$tree"
    tar -C "$out" --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -9 >"$out/$name.tar.gz"
    (cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
    find_maven
    JAVA_HOME=$java_home "$mvn" -B -q -ntp -f "$root/packaging/pom.xml" package -Dagent.tree="$tree" -Dagent.version="$version" \
        -Dagent.architecture="$(deb_architecture "$platform")" -Dagent.out="$out" >"$out/deb.log" 2>&1 ||
        fail "package: no .deb (log: $out/deb.log)"
    (cd "$out" && du -h ./*.tar.gz ./*.deb) >&2
}

deb_architecture() { if [[ $1 == *-arm64 ]]; then echo arm64; else echo amd64; fi; }

# The class path of the agent below folder $1, in the order that the archive of classes is made with.
agent_jars() {
    local jars=("$1"/agent-*.jar "$1"/lib/*.jar)
    local IFS=:
    printf '%s' "${jars[*]}"
}

# What starts the agent of the package in folder $1.
agent_program() {
    local jars=() jar
    for jar in "$1"/lib/agent-*.jar "$1"/lib/*.jar; do
        [[ " ${jars[*]} " == *" \$here/lib/${jar##*/} "* ]] || jars+=("\$here/lib/${jar##*/}")
    done
    local IFS=:
    local path="${jars[*]}"
    IFS=' '
    local text
    text=$(<"$root/packaging/agent/agent.in")
    text=${text//@CLASS_PATH@/$path}
    printf '%s\n' "${text//@FLAGS@/${agent_flags[*]}}" >"$1/bin/agent"
    chmod 755 "$1/bin/agent" "$1/share/stardust-agent"
}

# Makes the archive of classes of the package in folder $1, by one short run of it.
train_package() {
    local out=$work/package data=$work/package/training server agent url token
    mkdir -p "$data"
    (umask 077 && head -c 18 /dev/urandom | base64 >"$data/password")
    (
        unset "${!STARDUST_@}"
        trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
        find_command server
        "${command[@]}" --data "$data/server" --port 0 --bind 127.0.0.1 --admin-password-file "$data/password" >>"$out/training.log" 2>&1 &
        server=$!
        until_true 60 test -s "$data/server/server.port" || exit 1
        url=http://127.0.0.1:$(<"$data/server/server.port")
        find_command cli
        cli=(env STARDUST_HOME="$data/home" "${command[@]}")
        "${cli[@]}" login --url "$url" --password-stdin <"$data/password" >>"$out/training.log" 2>&1 || exit 1
        token=$("${cli[@]}" token create --kind enrol --name training 2>>"$out/training.log") || exit 1
        mapfile -t words < <(sed -n 's/^exec "\$here\/java\/bin\/java" \(.*\) "\$@"$/\1/p' "$1/bin/agent" | tr ' ' '\n')
        here=$1
        path=$(sed -n 's/.* -cp "\([^"]*\)".*/\1/p' "$1/bin/agent")
        JDK_AOT_VM_OPTIONS=-Xmx512m MALLOC_ARENA_MAX=1 LC_ALL=C.UTF-8 "$here/java/bin/java" "${words[@]}" "${agent_training_flags[@]}" \
            -XX:AOTCacheOutput="$here/agent.aot" -Dstardust.package="$here" -cp "${path//\$here/$here}" io.stardust.agent.Main \
            run --server "$url" --data "$data/agent" --enrol "$token" --name training >>"$out/training.log" 2>&1 &
        agent=$!
        until_true 60 online training || exit 1
        "${cli[@]}" deploy create training --mode task >>"$out/training.log" 2>&1 || exit 1
        "${cli[@]}" deploy publish training --file "$root/samples/target/task-1.0.zip" --version 1.0 --node training \
            --timeout 20 >>"$out/training.log" 2>&1 || exit 1
        kill "$agent"
        wait "$agent" || true
        kill "$server"
        wait "$server" || true
        [[ -s $here/agent.aot ]]
    ) || return 1
    rm -rf "$data"
}
