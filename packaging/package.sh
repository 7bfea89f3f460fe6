# Makes the packages. Read by ../stardust, whose functions and variables it uses.
# shellcheck shell=bash disable=SC2154

# What the programs need of Java, besides what the agent has.
server_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,jdk.unsupported
cli_modules=java.base,java.logging,java.net.http

# Fills .stardust/package: with agent.tar.gz, or with those of all three programs, two .deb, the server's image and a list of
# libraries for each program, and agent and server for arm64 when there is a Java for it. Each has its own Java; a .sha256 lies
# beside each .tar.gz, and all of them are in SHA256SUMS.
package() {
    local out=$work/package train=train_packages version platform architecture agent server cli jmods_arm64=''
    ready
    [[ " $* " != *' --no-aot '* ]] || train=:
    # All times in what is made, and in an archive of classes those of its jars. jdeb reads it, too.
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || printf 1767225600)}
    version=$("$java_home/bin/java" -cp "$(agent_jars "$root/agent/target")" io.stardust.agent.Main --version)
    case $(uname -m) in
        x86_64) platform=linux-x64 architecture=amd64 ;;
        aarch64) platform=linux-arm64 architecture=arm64 ;;
        *) fail "package: $(uname -m) (expected: x86_64 or aarch64)" ;;
    esac
    [[ ${1:-} == agent || $architecture == arm64 ]] || find_jmods_arm64
    agent=agent-$version-$platform server=stardust-server-$version-$platform cli=stardust-cli-$version-$platform
    rm -rf "$out"
    mkdir -p "$out"
    stage_agent "$out/$agent"
    if [[ ${1:-} == agent ]]; then
        "$train" "$out/$agent"
        pack "$agent"
    else
        stage_cli "$out/$cli"
        "$train" "$out/$agent" "$out/$cli"
        pack "$agent"
        pack "$cli"
        stage_server "$out/$server" "$out/$agent.tar.gz"
        pack "$server"
        pack_debs
        package_image
        [[ -z $jmods_arm64 ]] || package_arm64
        list_libraries
    fi
    (cd "$out" && shopt -s nullglob && sha256sum -- *.{tar.gz,deb,oci.tar,cdx.json} >SHA256SUMS && du -h -- *.{tar.gz,deb,oci.tar,cdx.json}) >&2
}

# Makes the Java of the tree $1 with modules $2.
stage_java() {
    mkdir -p "$1"/{bin,lib}
    link_java "$1/java" "$2" "$out/java.log"
    [[ -x $1/java/bin/java ]] || fail "package: no small Java (log: $out/java.log)"
}

# The class path of program $1, as its start program in the tree names it.
staged_class_path() {
    local jars=() jar
    for jar in "$2/lib/$1"-*.jar "$2"/lib/*.jar; do
        [[ " ${jars[*]} " == *" \$here/lib/${jar##*/} "* ]] || jars+=("\$here/lib/${jar##*/}")
    done
    local IFS=:
    printf '%s' "${jars[*]}"
}

# Adds to the tree $2 the jars of program $1, and the program $4 made of the text $3.
stage_program() {
    local -n flags=${1}_flags
    local text
    cp "$root/$1/target/$1"-*.jar "$root/$1"/target/lib/*.jar "$2/lib/"
    touch -d "@$SOURCE_DATE_EPOCH" "$2"/lib/*.jar
    text=$(<"$3")
    text=${text//@CLASS_PATH@/$(staged_class_path "$1" "$2")}
    printf '%s\n' "${text//@FLAGS@/${flags[*]}}" >"$2/bin/$4"
    chmod 755 "$2/bin/$4"
}

stage_agent() {
    stage_java "$1" "$agent_modules"
    mkdir -p "$1/share"
    cp -p "$root"/packaging/agent/stardust-agent{,.service} "$1/share/"
    chmod 755 "$1/share/stardust-agent"
    stage_program agent "$1" "$root/packaging/agent/agent.in" agent
}

stage_cli() {
    stage_java "$1" "$cli_modules"
    stage_program cli "$1" "$root/packaging/cli/stardust.in" stardust
}

# With the agent's package $2, so that the install line works at once.
stage_server() {
    stage_java "$1" "$server_modules"
    mkdir -p "$1"/{share,agents}
    cp -p "$2" "$2.sha256" "$1/agents/"
    cp -p "$root"/packaging/server/{prepare,stardust-server.service} "$1/share/"
    chmod 755 "$1/share/prepare"
    stage_program server "$1" "$root/packaging/server/server.in" server
    local of_sqlite=x86_64 of_zstd=amd64
    [[ $architecture == amd64 ]] || of_sqlite=aarch64 of_zstd=aarch64
    stage_native "$1" sqlite-jdbc org/sqlite/native "Linux/$of_sqlite/libsqlitejdbc.so" libsqlitejdbc.so
    stage_native "$1" zstd-jni . "linux/$of_zstd/libzstd-jni-*.so" libzstd-jni.so
}

# Takes the native library $4 out of the jar $2 in tree $1, as lib/$5, and out of the jar those of all platforms, below $3.
stage_native() {
    local jar=$(compgen -G "$1/lib/$2-*.jar") folder=$out/native
    rm -rf "$folder"
    mkdir "$folder"
    (
        cd "$folder"
        "$java_home/bin/jar" -xf "$jar"
        # shellcheck disable=SC2086
        mv "$3"/$4 "$1/lib/$5"
        find "$3" -regex '.*\.\(so\|dll\|dylib\|jnilib\|a\)' -delete
        find . -type d -empty -delete
        rm "$jar"
        find . -type f -printf '%P\n' | LC_ALL=C sort >"$folder.files"
        "$java_home/bin/jar" --create --file "$jar" --no-manifest --date "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)" "@$folder.files"
    ) || fail "package: no $5 in $jar"
    rm -rf "$folder" "$folder.files"
}

# Makes NAME.tar.gz and its checksum of the tree $1 in $out.
pack() {
    say "packing $1"
    # The second word tells builds of one version apart.
    (cd "$out/$1" && printf '%s %s\n' "$version" "$(find bin lib share -type f 2>/dev/null | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)" >VERSION)
    chmod -R u=rwX,go=rX "$out/$1"
    tar -C "$out" --format=gnu --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -cf - "$1" | gzip -n -9 >"$out/$1.tar.gz"
    (cd "$out" && sha256sum "$1.tar.gz" >"$1.tar.gz.sha256")
}

# The modules of the JDK for arm64 that STARDUST_JDK_ARM64 names, in $jmods_arm64; says so when it names none.
find_jmods_arm64() {
    local folder=${STARDUST_JDK_ARM64:-}
    if [[ -z $folder ]]; then
        say "no packages for arm64: let STARDUST_JDK_ARM64 name the folder of a JDK 25 for aarch64, with its jmods"
        return
    fi
    [[ ! -d $folder/jmods ]] || folder=$folder/jmods
    [[ $("$java_home/bin/jmod" describe "$folder/java.base.jmod" 2>&1) == *$'\n'"platform linux-aarch64"* ]] ||
        fail "package: STARDUST_JDK_ARM64=$STARDUST_JDK_ARM64 has no java.base.jmod for linux-aarch64 (expected: a JDK 25 with jmods, or that folder)"
    jmods_arm64=$folder
}

# Agent and server for arm64, of the same jars. Nothing of them runs here, so their agent has no archive of classes.
package_arm64() {
    local platform=linux-arm64 architecture=arm64 jmods=$jmods_arm64
    local agent=agent-$version-$platform server=stardust-server-$version-$platform
    stage_agent "$out/$agent"
    pack "$agent"
    stage_server "$out/$server" "$out/$agent.tar.gz"
    pack "$server"
    pack_debs
}

# The trees of agent and server as .deb.
pack_debs() {
    say "packing the .deb of agent and server"
    find_maven
    JAVA_HOME=$java_home "$mvn" -B -q -ntp -f "$root/packaging/pom.xml" package -Dpackage.out="$out" -Dpackage.architecture="$architecture" \
        -Dagent.tree="$out/$agent" -Dagent.version="$version" -Dserver.tree="$out/$server" -Dserver.version="$version" >"$out/deb.log" 2>&1 ||
        fail "package: no .deb (log: $out/deb.log)"
}

# The server as an image for containers: its tree, the C library of Debian, a user, and nothing else: no shell, no tools.
package_image() {
    local image=$out/image classes
    local program=$image/opt/stardust-server
    say "packing the image"
    mkdir -p "$image"/{etc,opt,tmp,var/lib/stardust}
    libraries "$image" || {
        say "  no image: Debian's package libc6 could not be had (apt-get download libc6; log: $out/image.log)"
        rm -rf "$image"
        return
    }
    printf 'root:x:0:0::/:/sbin/nologin\nstardust:x:6600:6600::/var/lib/stardust:/sbin/nologin\n' >"$image/etc/passwd"
    printf 'root:x:0:\nstardust:x:6600:\n' >"$image/etc/group"
    printf 'hosts: files dns\n' >"$image/etc/nsswitch.conf"
    cp -a "$out/$server" "$program"
    # The archive of classes holds for the jars' times, too, and a tar has whole seconds.
    find "$image" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    [[ $train == : ]] || sh "$program/share/prepare" "$program/server.aot" >>"$out/image.log" 2>&1 ||
        say "  a fast start could not be prepared, it works without (log: $out/image.log)"
    rm -r "$program/bin" "$program/share/prepare" "$program/share/stardust-server.service"
    classes=$(staged_class_path server "$program")
    classes=${classes//\$here/\/opt\/stardust-server}
    local natives=(-Dorg.sqlite.lib.path=/opt/stardust-server/lib -Dorg.sqlite.lib.name=libsqlitejdbc.so
        -DZstdNativePath=/opt/stardust-server/lib/libzstd-jni.so)
    local common=("${natives[@]}" -Dstardust.package=/opt/stardust-server)
    [[ ! -f $program/server.aot ]] || common+=(-XX:AOTCache=/opt/stardust-server/server.aot -Xlog:disable -Xlog:all=error:stderr)
    common+=(-cp "$classes" io.stardust.server.Main)
    printf '%s\n' "${server_flags[@]}" "${common[@]}" >"$program/share/server.args"
    printf '%s\n' "${common_flags[@]}" -XX:TieredStopAtLevel=1 -Xmx16m "${common[@]}" health >"$program/share/health.args"
    chmod -R u=rwX,go=rX "$image"
    chmod 700 "$image/var/lib/stardust"
    chmod 777 "$image/tmp"
    find "$image" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    image_tar "$image" >>"$out/image.log" 2>&1 || fail "package: no image (log: $out/image.log)"
    rm -rf "$image" "$out/image-cache"
}

# What Java and its native libraries need of the system, in $1. False when there is no such package.
libraries() {
    local folder=$out/libc6 name from
    rm -rf "$folder"
    mkdir -p "$folder"
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    (
        cd "$folder"
        apt-get -qq download "libc6:$architecture" || { ((EUID == 0)) && apt-get -qq update && apt-get -qq download "libc6:$architecture"; }
        dpkg-deb -x libc6_*.deb .
    ) >"$out/image.log" 2>&1 || return 1
    mkdir -p "$1/lib"
    # Real files: whoever unpacks a layer need not follow links.
    for name in ld-linux-'*'.so.2 ld-linux-'*'.so.1 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2; do
        # shellcheck disable=SC2086
        for from in $folder/{,usr/}lib/*-linux-gnu/$name; do
            [[ ! -f $from ]] || cp -L "$from" "$1/lib/" || return 1
        done
    done
    if [[ $architecture == amd64 ]]; then
        mkdir -p "$1/lib64"
        mv "$1"/lib/ld-linux-*.so.2 "$1/lib64/" || return 1
    fi
    rm -rf "$folder"
    [[ -f $1/lib/libc.so.6 ]] && compgen -G "$1/lib*/ld-linux-*" >/dev/null
}

# Makes the tar of the tree $1.
image_tar() {
    find_maven
    JAVA_HOME=$java_home "$mvn" -B -q -ntp -f "$root/packaging/image/pom.xml" dependency:build-classpath -Dmdep.outputFile="$out/image.classpath" &&
        "$java_home/bin/java" -cp "$(<"$out/image.classpath")" "$root/packaging/image/Image.java" "$1" "$architecture" "$version" "$out/image-cache" "$out/$server.oci.tar"
}

# Lists the libraries of each program as stardust-PROGRAM-VERSION.cdx.json. Reads what is built, and builds nothing.
list_libraries() {
    say "listing the libraries of each program"
    find_maven
    JAVA_HOME=$java_home "$mvn" -B -q -ntp -f "$root/pom.xml" -pl server,agent,cli -am compile org.cyclonedx:cyclonedx-maven-plugin:makeBom \
        -Dmaven.main.skip -Dmaven.resources.skip -Dexec.skip -Denforcer.skip -Dspotless.check.skip \
        -DoutputDirectory="$out/libraries" >"$out/libraries.log" 2>&1 || fail "package: no list of libraries (log: $out/libraries.log)"
    mv "$out"/libraries/stardust-{server,agent,cli}-*.cdx.json "$out/"
    rm -rf "$out/libraries"
}

# The class path of the agent below folder $1.
agent_jars() {
    local jars=("$1"/agent-*.jar "$1"/lib/*.jar)
    local IFS=:
    printf '%s' "${jars[*]}"
}

# Makes the archives of classes of the agent in tree $1 and, when there is one, of the command line in tree $2, by one
# short run of them. They work without, only slower. The server's is made where it is installed.
train_packages() {
    local log=$out/training.log data=$out/training
    say "preparing fast starts"
    mkdir -p "$data"
    (umask 077 && head -c 18 /dev/urandom | base64 >"$data/password")
    (trained_packages "$@") || {
        rm -f "$1/agent.aot" "${2:-$1}/stardust.aot"
        say "  a fast start could not be prepared, it works without (log: $log)"
    }
    rm -rf "$data"
}

trained_packages() {
    local server agent url token words here path publish
    unset "${!STARDUST_@}"
    trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
    find_command server
    "${command[@]}" --data "$data/server" --port 0 --bind 127.0.0.1 --admin-password-file "$data/password" >>"$log" 2>&1 &
    server=$!
    until_true 60 test -s "$data/server/server.port" || return 1
    url=http://127.0.0.1:$(<"$data/server/server.port")
    find_command cli
    cli=(env STARDUST_HOME="$data/home" "${command[@]}")
    "${cli[@]}" login --url "$url" --password-stdin <"$data/password" >>"$log" 2>&1 || return 1
    token=$("${cli[@]}" token create --kind enrol --name training 2>>"$log") || return 1
    mapfile -t words < <(sed -n 's/^exec "\$here\/java\/bin\/java" \(.*\) "\$@"$/\1/p' "$1/bin/agent" | tr ' ' '\n')
    here=$1
    path=$(sed -n 's/.* -cp "\([^"]*\)".*/\1/p' "$1/bin/agent")
    JDK_AOT_VM_OPTIONS=-Xmx512m MALLOC_ARENA_MAX=1 LC_ALL=C.UTF-8 "$here/java/bin/java" "${words[@]}" "${agent_training_flags[@]}" \
        -XX:AOTCacheOutput="$here/agent.aot" -Dstardust.package="$here" -cp "${path//\$here/$here}" io.stardust.agent.Main \
        run --server "$url" --data "$data/agent" --enrol "$token" --name training >>"$log" 2>&1 &
    agent=$!
    until_true 60 online training || return 1
    "${cli[@]}" deploy create training --mode task >>"$log" 2>&1 || return 1
    publish=("${cli[@]}")
    [[ -z ${2:-} ]] || publish=(env STARDUST_HOME="$data/home" STARDUST_LAUNCHER_CACHE="$2/stardust.aot" JDK_AOT_VM_OPTIONS=-Xmx512m "$2/bin/stardust")
    "${publish[@]}" deploy publish training --file "$root/samples/target/task-1.0.zip" --version 1.0 --node training \
        --timeout 20 >>"$log" 2>&1 || return 1
    kill "$agent"
    wait "$agent" || true
    kill "$server"
    wait "$server" || true
    [[ -s $here/agent.aot && (-z ${2:-} || -s $2/stardust.aot) ]]
}
