package io.stardust.cli.config;

import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.http.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The items that an import brings, each with its scope. Not thread-safe. */
final class Intake {
    private static final int SHOWN = 20;

    /** An item of one key in one scope. */
    record Id(String key, String scope) {
        static Id of(ConfigItemView item) {
            return new Id(item.key(), item.scope());
        }
    }

    private record Taken(Entry entry, String place) {}

    /** Files of an export, and the scope that they are for. */
    private record Choice(Glob files, String scope) {
        /** {@code FILES} or {@code FILES=SCOPE}. */
        static Choice of(String word, @Nullable String otherwise) {
            int equals = word.lastIndexOf('=');
            @Nullable String scope = equals < 0 ? otherwise : word.substring(equals + 1);
            return new Choice(Glob.of(equals < 0 ? word : word.substring(0, equals)), ConfigApi.scope(scope));
        }
    }

    private final Map<Id, Taken> taken = new LinkedHashMap<>();

    /** The items of one file that is no export. */
    static Intake of(List<Entry> entries, @Nullable String scope) {
        var intake = new Intake();
        for (Entry entry : entries) intake.take(entry, ConfigApi.scope(scope), "the file");
        return intake;
    }

    /**
     * The items of those files of an export that were chosen.
     *
     * @param words {@code FILES[=SCOPE]}; none: all, where there is but one file
     * @param scope of the files for which no word says another
     */
    static Intake of(
            List<ExportedFile> files,
            List<String> words,
            @Nullable String scope,
            @Nullable FileForm form,
            boolean whole) {
        if (words.isEmpty() && files.size() > 1) {
            throw Failure.usage(
                    "the archive has %d files (expected: --files): %s".formatted(files.size(), places(files)));
        }
        List<Choice> choices = (words.isEmpty() ? List.of("*") : words)
                .stream().map(word -> Choice.of(word, scope)).toList();
        for (Choice choice : choices) {
            if (files.stream().noneMatch(file -> choice.files().matches(file.place()))) {
                throw Failure.usage("--files %s: no such file in the archive, which has %s"
                        .formatted(choice.files().written(), places(files)));
            }
        }
        var intake = new Intake();
        for (ExportedFile file : files) {
            choices.stream()
                    .filter(choice -> choice.files().matches(file.place()))
                    .findFirst()
                    .ifPresent(choice -> {
                        for (Entry entry : file.entries(form, whole)) {
                            intake.take(entry.literal(), choice.scope(), file.place());
                        }
                    });
        }
        return intake;
    }

    private static String places(List<ExportedFile> files) {
        String places = files.stream().limit(SHOWN).map(ExportedFile::place).collect(Collectors.joining(", "));
        return files.size() > SHOWN ? "%s and %d more".formatted(places, files.size() - SHOWN) : places;
    }

    private void take(Entry entry, String scope, String place) {
        @Nullable Taken before = taken.putIfAbsent(new Id(entry.key(), scope), new Taken(entry, place));
        if (before != null && !before.entry().value().equals(entry.value())) {
            throw Failure.usage(
                    "%s is in %s and in %s with different values (expected: one of them in --files; an import after this one wins)"
                            .formatted(entry.key(), before.place(), place));
        }
        if (taken.size() > ConfigApi.MOST) {
            throw Failure.usage("more than %,d items to import (expected: fewer files)".formatted(ConfigApi.MOST));
        }
    }

    /** In the order of the files. */
    Map<Id, Entry> items() {
        Map<Id, Entry> items = new LinkedHashMap<>();
        taken.forEach((id, one) -> items.put(id, one.entry()));
        return items;
    }

    Set<String> scopes() {
        return taken.keySet().stream().map(Id::scope).collect(Collectors.toSet());
    }
}
