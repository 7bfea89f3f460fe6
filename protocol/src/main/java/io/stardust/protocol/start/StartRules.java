package io.stardust.protocol.start;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what to start where the deployment names no file. The order is upstream's (its DeployStrategyBase) for files by
 * name, with jars and scripts where it has Windows programs; then what build tools leave behind. For one call.
 */
public final class StartRules {
    private static final List<String> SUFFIXES = List.of("", ".jar", ".war", ".sh", ".dll", ".py", ".exe");
    private static final List<String> QUARKUS = List.of("quarkus-run.jar", "quarkus-app/quarkus-run.jar");
    /** Servers whose start script needs a word to stay in the foreground. */
    private static final Map<String, List<String>> SERVERS =
            Map.of("bin/catalina.sh", List.of("run"), "bin/standalone.sh", List.of());

    private static final Set<String> WINDOWS = Set.of("bat", "cmd", "ps1", "exe");
    private static final int SHOWN = 8;
    private static final int MAX_ARGUMENTS_BYTES = 64 << 10;

    /** Optional file at the top of a package: one argument a line, used when the deployment gives none. */
    public static final String ARGUMENTS_FILE = "start.args";

    /** Where a jar says which class to start. */
    public static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final AppFiles files;
    private final Set<String> names;
    private final List<String> arguments;
    private final Function<String, @Nullable String> variables;
    private final List<String> notes = new ArrayList<>();

    private StartRules(
            AppFiles files,
            Collection<String> names,
            List<String> arguments,
            Function<String, @Nullable String> variables) {
        this.files = files;
        this.names = new LinkedHashSet<>(names);
        this.arguments = arguments(files, arguments);
        this.variables = variables;
    }

    /** What was found. */
    public sealed interface Found {
        /** Exactly one way. */
        record One(Start start) implements Found {}

        /** Several that fit equally well; somebody has to choose. */
        record Several(List<Start> starts) implements Found {
            /** Fit for people. */
            public String why() {
                return "several files could be started: "
                        + starts.stream().map(Start::target).collect(Collectors.joining(", "))
                        + "; name one as start file";
            }
        }

        /** None; {@code why} says what is there and what was expected. */
        record Nothing(String why) implements Found {}
    }

    /**
     * Looks through {@code files}.
     *
     * @param names What the app may be called, the likeliest first.
     * @param arguments The deployment's; empty = those of the package's {@link #ARGUMENTS_FILE}.
     * @param variables Of the app's environment, for the line of a {@code Procfile}.
     * @throws IllegalArgumentException if the arguments file is too large; the message is fit for people
     */
    public static Found find(
            AppFiles files,
            Collection<String> names,
            List<String> arguments,
            Function<String, @Nullable String> variables) {
        var rules = new StartRules(files, names, arguments, variables);
        Found found = rules.look();
        if (!(found instanceof Found.Nothing)) return found;
        Optional<String> folder = onlyFolder(files.packaged());
        if (folder.isPresent()) {
            Set<String> known = new LinkedHashSet<>(names);
            known.add(folder.get());
            known.add(withoutVersion(folder.get()));
            var below = new StartRules(new Below(files, folder.get()), known, arguments, variables);
            Found inside = below.look();
            if (!(inside instanceof Found.Nothing)) return within(inside, folder.get());
            rules.notes.addAll(below.notes);
        }
        Found old = rules.only(files.top());
        return old instanceof Found.Nothing ? rules.nothing() : old;
    }

    /**
     * The deployment's arguments, else those of the package.
     *
     * @throws IllegalArgumentException if the arguments file is too large; the message is fit for people
     */
    public static List<String> arguments(AppFiles files, List<String> own) {
        if (!own.isEmpty() || !files.has(ARGUMENTS_FILE)) return List.copyOf(own);
        byte[] bytes = files.head(ARGUMENTS_FILE, MAX_ARGUMENTS_BYTES + 1);
        if (bytes.length > MAX_ARGUMENTS_BYTES) {
            throw new IllegalArgumentException(ARGUMENTS_FILE + " is larger than " + MAX_ARGUMENTS_BYTES
                    + " bytes (expected: one argument a line)");
        }
        int mark = FileKind.hasMark(bytes) ? 3 : 0;
        return new String(bytes, mark, bytes.length - mark, StandardCharsets.UTF_8)
                .lines()
                .filter(word -> !word.isBlank() && !word.startsWith("#"))
                .map(String::strip)
                .toList();
    }

    /**
     * The name of the jar that a package is by itself; empty when the package is to be unpacked.
     *
     * @param manifest The package's own {@link #MANIFEST}; empty = it has none.
     * @param fileName The deployment's; such a file in the package means that it is to be unpacked.
     */
    public static Optional<String> jar(byte[] manifest, @Nullable String fileName, Predicate<String> has, String name) {
        String wanted = fileName == null ? "" : fileName.strip();
        String lower = wanted.toLowerCase(Locale.ROOT);
        boolean isJar = lower.endsWith(".jar") || lower.endsWith(".war");
        boolean open = wanted.isEmpty() || lower.endsWith(".zip") || (isJar && wanted.indexOf('/') < 0);
        if (!open || !isRunnable(manifest) || (!wanted.isEmpty() && has.test(wanted))) return Optional.empty();
        return Optional.of(isJar ? wanted : name + ".jar");
    }

    /** Whether a jar's manifest says which class to start. */
    public static boolean isRunnable(byte[] manifest) {
        return new String(manifest, StandardCharsets.UTF_8).lines().anyMatch(line -> line.startsWith("Main-Class:"));
    }

    /** The folder that holds everything, as archives of build tools have one; empty when there is more at the top. */
    static Optional<String> onlyFolder(Collection<String> paths) {
        @Nullable String only = null;
        for (String path : paths) {
            if (path.startsWith("__MACOSX/") || path.endsWith(".DS_Store")) continue;
            int slash = path.indexOf('/');
            if (slash < 0) return Optional.empty();
            String folder = path.substring(0, slash);
            if (only != null && !only.equals(folder)) return Optional.empty();
            only = folder;
        }
        return Optional.ofNullable(only);
    }

    private static String withoutVersion(String folder) {
        return folder.replaceFirst("[-_.]v?\\d.*$", "");
    }

    private static Found within(Found found, String folder) {
        if (found instanceof Found.One one) return new Found.One(within(one.start(), folder));
        if (found instanceof Found.Several several) {
            return new Found.Several(several.starts().stream()
                    .map(start -> within(start, folder))
                    .toList());
        }
        return found;
    }

    private static Start within(Start start, String folder) {
        String target = start.isFile() ? folder + "/" + start.target() : start.target();
        String where = start.folder().isEmpty() ? folder : folder + "/" + start.folder();
        return new Start(target, start.isFile(), where, start.arguments(), start.why());
    }

    private Found look() {
        Start named = named();
        if (named != null) return new Found.One(named);
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (!first.isEmpty() && files.has(first) && files.kind(first) != FileKind.DATA) {
            return one(first, List.of(), arguments.subList(1, arguments.size()), "the first argument");
        }
        Start declared = new Declared(files, variables, notes).start(arguments);
        if (declared != null) return new Found.One(declared);
        Found only = only(packagedTop());
        if (!(only instanceof Found.Nothing)) return only;
        for (String path : QUARKUS) if (files.has(path)) return one(path, List.of(), arguments, "Quarkus' jar");
        return bin();
    }

    private @Nullable Start named() {
        for (String name : names) {
            for (String suffix : SUFFIXES) {
                String path = name + suffix;
                if (!files.has(path)) continue;
                if (files.kind(path) != FileKind.DATA || (suffix.isEmpty() && files.isExecutable(path))) {
                    return new Start(path, true, "", arguments, "named like the app");
                }
            }
        }
        return null;
    }

    private Set<String> packagedTop() {
        Set<String> top = new TreeSet<>();
        for (String path : files.packaged()) if (path.indexOf('/') < 0) top.add(path);
        return top;
    }

    /** The only one of its kind, kinds in the order jar, program or script, shell script, .NET, Python. */
    private Found only(Collection<String> top) {
        Map<FileKind, List<String>> found = new LinkedHashMap<>();
        for (String path : new TreeSet<>(top)) {
            FileKind kind = files.kind(path);
            if (kind == FileKind.JAR && !files.isRunnableJar(path)) {
                note(path + " has no Main-Class");
                continue;
            }
            if (kind == FileKind.DOTNET && !files.has(path.replaceAll("(?i)\\.dll$", ".runtimeconfig.json"))) continue;
            FileKind like = kind == FileKind.SCRIPT ? FileKind.PROGRAM : kind;
            found.computeIfAbsent(like, k -> new ArrayList<>()).add(path);
        }
        for (FileKind kind :
                List.of(FileKind.JAR, FileKind.PROGRAM, FileKind.SHELL, FileKind.DOTNET, FileKind.PYTHON)) {
            List<String> paths = found.getOrDefault(kind, List.of());
            if (!paths.isEmpty()) return choice(paths, "the only one of its kind");
        }
        return new Found.Nothing("");
    }

    /** {@code bin/NAME}, as the distributions of Gradle and Maven have it. */
    private Found bin() {
        for (var server : SERVERS.entrySet()) {
            if (files.has(server.getKey())) return one(server.getKey(), server.getValue(), arguments, "its server");
        }
        for (String name : names) {
            String path = "bin/" + name;
            if (files.has(path) && files.kind(path) != FileKind.DATA) {
                return one(path, List.of(), arguments, "named like the app");
            }
        }
        List<String> programs = files.packaged().stream()
                .filter(path -> path.startsWith("bin/") && path.indexOf('/', 4) < 0)
                .filter(path -> !WINDOWS.contains(
                        path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)))
                .filter(path -> Set.of(FileKind.PROGRAM, FileKind.SCRIPT, FileKind.SHELL)
                        .contains(files.kind(path)))
                .sorted()
                .toList();
        return programs.isEmpty() ? new Found.Nothing("") : choice(programs, "the only program in bin");
    }

    /** {@code why} it is the one, unless there are several: then each is one of them. */
    private Found choice(List<String> paths, String why) {
        boolean several = paths.size() > 1;
        List<Start> starts = paths.stream()
                .map(path -> new Start(path, true, "", arguments, several ? "one of several" : why))
                .toList();
        return several ? new Found.Several(starts) : new Found.One(starts.get(0));
    }

    private static Found one(String path, List<String> first, List<String> then, String why) {
        return new Found.One(new Start(
                path, true, "", Stream.concat(first.stream(), then.stream()).toList(), why));
    }

    private void note(String note) {
        if (notes.size() < 3 && !notes.contains(note)) notes.add(note);
    }

    /** What people often take for something that starts. */
    private void noteKinds() {
        if (files.packaged().stream().anyMatch(path -> path.startsWith("WEB-INF/"))) {
            note(
                    "a web application (WEB-INF) needs a server such as Tomcat in the package, or to be built as a runnable jar");
        } else if (files.has(MANIFEST) && !isRunnable(files.head(MANIFEST, MAX_ARGUMENTS_BYTES))) {
            note("its " + MANIFEST + " has no Main-Class, so it is no runnable jar");
        }
        List<String> windows = files.packaged().stream()
                .filter(path -> path.indexOf('/') < 0 || path.startsWith("bin/"))
                .filter(path -> WINDOWS.contains(
                        path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)))
                .sorted()
                .limit(3)
                .toList();
        if (!windows.isEmpty()) note("for Windows only: " + String.join(", ", windows));
    }

    private Found nothing() {
        noteKinds();
        String seen = seen();
        String noted = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
        return new Found.Nothing("nothing to start in the package: it holds " + seen + noted
                + " (expected: one of " + String.join(", ", names) + " without or with .jar, .sh, .dll, .py; the only"
                + " runnable jar, program or script at the top or in the only folder; bin/NAME; a Procfile; a"
                + " package.json with start or main); name the start file in the deployment");
    }

    /** "a.txt, lib/ (9 files), …". */
    private String seen() {
        Map<String, Integer> top = new LinkedHashMap<>();
        for (String path : new TreeSet<>(files.packaged())) {
            int slash = path.indexOf('/');
            top.merge(slash < 0 ? path : path.substring(0, slash + 1), 1, Integer::sum);
        }
        if (top.isEmpty()) return "no file";
        String shown = top.entrySet().stream()
                .limit(SHOWN)
                .map(each -> each.getKey().endsWith("/")
                        ? each.getKey() + " (" + each.getValue() + (each.getValue() == 1 ? " file)" : " files)")
                        : each.getKey())
                .collect(Collectors.joining(", "));
        return top.size() > SHOWN ? shown + ", …" : shown;
    }
}
