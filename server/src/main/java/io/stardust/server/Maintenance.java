package io.stardust.server;

import io.stardust.protocol.FileFailure;
import io.stardust.server.backup.Backup;
import io.stardust.server.backup.Copy;
import io.stardust.server.backup.Restore;
import io.stardust.server.backup.Saving;
import io.stardust.server.db.Database;
import io.stardust.server.db.Lease;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.feature.Base;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the program does instead of serving: {@code copy}, {@code save}, {@code backup}, {@code restore} and
 * {@code health}.
 */
final class Maintenance {
    /** The words that it answers to. */
    static final Set<String> WORDS = Set.of("copy", "save", "backup", "restore", "health");

    /** May hold the passphrase. */
    static final String PASSPHRASE = "STARDUST_BACKUP_PASSPHRASE";

    private static final int SHORTEST = 8;
    private static final Set<String> OWN = Set.of("from", "to", "passphrase-file");

    static final String HELP = """

              server copy --from PLACE --to PLACE    moves all rows to an empty database and checks them; PLACE is a
                                                     data folder or jdbc:postgresql://HOST:PORT/NAME
              server save                            saves the database alone in DATA/saved while the server runs, as an upgrade
                                                     of the package does; the newest two stay there
              server backup FILE                     writes database, packages and keys into FILE while the server runs
              server restore FILE                    makes an empty data folder and database from it
              server health                          asks the server of this data folder, and ends with 0 when it is well, 1 when not
                --passphrase-file FILE               of the keys in a backup; else %s, else it asks
            """.formatted(PASSPHRASE);

    private final Map<String, String> environment;
    private final PrintStream out;

    /** @param out where it tells how it gets on */
    Maintenance(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /**
     * Does it.
     *
     * @param args the word, its flags, and settings as the server takes them
     * @throws BadSettings if the flags do not hold
     * @throws RuntimeException with words for the operator if it cannot be done
     */
    void run(List<String> args) {
        String word = args.getFirst();
        Map<String, String> own = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        @Nullable String file = split(args.subList(1, args.size()), own, rest);
        Main.Flags flags = Main.Flags.parse(rest);
        ServerSettings settings =
                SettingsLoader.load(flags.values(), environment).settings();
        if (word.equals("copy")) {
            if (file != null) throw new BadSettings("copy: %s (expected: --from PLACE --to PLACE)".formatted(file));
            String from = place(own, "from");
            if (!from.startsWith("jdbc:") && !Files.isDirectory(Path.of(from))) {
                throw new BadSettings("--from: %s is not there (expected: a server's data folder)".formatted(from));
            }
            copy(from, place(own, "to"), flags.values());
            return;
        }
        if (word.equals("save")) {
            if (file != null) throw new BadSettings("save: %s (expected: nothing but settings)".formatted(file));
            save(settings);
            return;
        }
        if (word.equals("health")) {
            if (file != null) throw new BadSettings("health: %s (expected: nothing but settings)".formatted(file));
            new HealthQuestion(settings).ask();
            out.println("up");
            return;
        }
        if (file == null) throw new BadSettings("%s: no file (expected: %s FILE)".formatted(word, word));
        String passphrase = passphrase(own.get("passphrase-file"), word.equals("backup"));
        if (word.equals("backup")) backup(settings, Path.of(file), passphrase);
        else restore(settings, Path.of(file), passphrase);
    }

    private static @Nullable String split(List<String> args, Map<String, String> own, List<String> rest) {
        @Nullable String file = null;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            String name = arg.replaceFirst("^--", "").replaceFirst("=.*", "");
            if (!arg.startsWith("--")) {
                if (file != null) throw new BadSettings("%s: one file too many (expected: one)".formatted(arg));
                file = arg;
            } else if (arg.contains("=")) {
                if (OWN.contains(name)) own.put(name, arg.substring(arg.indexOf('=') + 1));
                else rest.add(arg);
            } else {
                if (i + 1 == args.size())
                    throw new BadSettings("%s: nothing after it (expected: a value)".formatted(arg));
                String value = args.get(++i);
                if (OWN.contains(name)) own.put(name, value);
                else rest.addAll(List.of(arg, value));
            }
        }
        return file;
    }

    private static String place(Map<String, String> own, String flag) {
        @Nullable String place = own.get(flag);
        if (place == null) {
            throw new BadSettings(
                    "copy: no --%s (expected: a data folder, or jdbc:postgresql://HOST:PORT/NAME)".formatted(flag));
        }
        return place;
    }

    private void copy(String from, String to, Map<String, String> flags) {
        try (Place source = place(from, flags);
                Place target = place(to, flags)) {
            Lease.requireIdle(source.db());
            long rows = new Copy(source.db(), target.db(), out::println).run();
            out.printf(
                    "%,d rows copied and checked. The server uses them when it starts with %s%n", rows, target.flags());
        }
    }

    /** A database, and the folder that is held meanwhile so that no server starts there. */
    private record Place(Database db, @Nullable DataFolder folder, String flags) implements AutoCloseable {
        @Override
        public void close() {
            if (folder != null) folder.close();
        }
    }

    private Place place(String place, Map<String, String> flags) {
        if (place.startsWith("jdbc:")) {
            Map<String, String> with = new LinkedHashMap<>(flags);
            with.put("database.url", place);
            ServerSettings settings = SettingsLoader.load(with, environment).settings();
            PostgresSettings postgres = settings.postgres();
            if (postgres == null) throw new BadSettings("%s: empty".formatted(place));
            return new Place(Database.at(postgres), null, "--database.url " + place);
        }
        Path data = Path.of(place);
        var folder = new DataFolder(data);
        folder.take();
        return new Place(Database.in(data.resolve(Base.FILE)), folder, "--data " + place + " and no database.url");
    }

    private void save(ServerSettings settings) {
        Database db = Base.database(settings.data(), settings.postgres());
        var saving = new Saving(settings.data().resolve(Base.FILE), db, Server.VERSION, out::println);
        out.println(saving.run(Instant.now())
                .map("the database is saved in %s"::formatted)
                .orElse("there is no database yet, nothing is saved"));
    }

    private void backup(ServerSettings settings, Path file, String passphrase) {
        if (!Files.isDirectory(settings.data())) {
            throw new BadSettings(
                    "data: %s is not there (expected: the server's data folder)".formatted(settings.data()));
        }
        new Backup(settings.data(), Base.database(settings.data(), settings.postgres()), Server.VERSION, out::println)
                .run(file.toAbsolutePath(), passphrase);
        out.printf("%s holds everything. Keep its passphrase apart from it: without it the keys are lost%n", file);
    }

    private void restore(ServerSettings settings, Path file, String passphrase) {
        try (var folder = new DataFolder(settings.data())) {
            folder.takeUnfinished();
            Database db = Base.database(settings.data(), settings.postgres());
            new Restore(settings.data(), db, out::println).run(file.toAbsolutePath(), passphrase);
        }
        out.printf("%s restored to %s. The server can start%n", file, settings.data());
    }

    private String passphrase(@Nullable String file, boolean made) {
        String passphrase = file != null ? read(Path.of(file)) : environment.get(PASSPHRASE);
        if (passphrase == null) passphrase = asked(made);
        if (passphrase.length() < SHORTEST) {
            throw new BadSettings(
                    "passphrase: %d characters (expected: %d or more)".formatted(passphrase.length(), SHORTEST));
        }
        return passphrase;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadSettings("passphrase-file: %s cannot be read: %s".formatted(file, FileFailure.why(e)));
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 has none where nobody can type
    private static String asked(boolean twice) {
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new BadSettings("passphrase: none (expected: --passphrase-file FILE or %s)".formatted(PASSPHRASE));
        }
        String first = typed(console, "Passphrase for the keys: ");
        if (twice && !typed(console, "The same again: ").equals(first)) {
            throw new BadSettings("passphrase: the two differ (expected: the same twice)");
        }
        return first;
    }

    private static String typed(Console console, String prompt) {
        char @Nullable [] typed = console.readPassword(prompt);
        return typed == null ? "" : new String(typed);
    }
}
