package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the zips that Apollo's portal ({@code OWNER/APP/ENV/APP+CLUSTER+NAMESPACE}) and Nacos's console
 * ({@code GROUP/DATA-ID}, with {@code .metadata.yml} since 2.0, {@code .meta.yml} before) export. Nothing is written to
 * the disk.
 */
final class ExportZip {
    private static final int FILES = 10_000;
    private static final int NAME = 1_000;
    private static final long ALL = 64 << 20; // bytes

    private ExportZip() {}

    static boolean is(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** In the order of the archive. */
    static List<ExportedFile> read(Path file) {
        Map<String, String> texts = texts(file);
        boolean apollo = texts.keySet().stream().anyMatch(ExportZip::isNamespace);
        List<ExportedFile> files = apollo ? apollo(texts) : nacos(texts);
        if (files.isEmpty()) throw Failure.usage("%s: no config in it".formatted(file));
        return files;
    }

    private static Map<String, String> texts(Path file) {
        Map<String, String> texts = new LinkedHashMap<>();
        long left = ALL;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > FILES) throw Failure.usage("%s: more than %,d files".formatted(file, FILES));
            for (ZipEntry entry :
                    zip.stream().filter(each -> !each.isDirectory()).toList()) {
                String name = entry.getName().replace('\\', '/'); // as Apollo on Windows writes them
                if (name.length() > NAME)
                    throw Failure.usage("%s: a name of more than %,d characters".formatted(file, NAME));
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] bytes = in.readNBytes(Texts.MOST + 1);
                    left -= bytes.length;
                    if (left < 0) throw Failure.usage("%s: unpacks to more than %d MiB".formatted(file, ALL >> 20));
                    if (texts.put(name, Texts.text(bytes, name)) != null) {
                        throw Failure.usage("%s: %s occurs twice".formatted(file, name));
                    }
                }
            }
        } catch (ZipException e) {
            throw Failure.usage("%s is not a zip archive, or damaged: %s".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw Failure.usage("cannot read %s: %s".formatted(file, FileFailure.why(e)));
        }
        return texts;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static boolean isNamespace(String name) {
        return last(name).split("\\+", -1).length == 3 && !name.endsWith(".metadata");
    }

    private static List<ExportedFile> apollo(Map<String, String> texts) {
        List<ExportedFile> files = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (name.endsWith(".metadata")) return; // of apps, clusters and namespaces
            if (!isNamespace(name)) throw strange(name, "APP+CLUSTER+NAMESPACE");
            String[] parts = last(name).split("\\+", -1);
            String namespace = parts[2].replaceAll("\\.properties$", "");
            String above = name.substring(0, Math.max(0, name.lastIndexOf('/')));
            String environment = above.isEmpty() ? "" : last(above) + "/";
            boolean properties = namespace.length() < parts[2].length();
            String place = parts[0] + "/" + environment + parts[1] + "/" + namespace;
            files.add(new ExportedFile(place, properties ? "properties" : null, null, text));
        });
        return files;
    }

    private static List<ExportedFile> nacos(Map<String, String> texts) {
        Map<String, Map<String, String>> told = new HashMap<>();
        for (Map<String, String> one : YamlText.rows(texts.getOrDefault(".metadata.yml", ""), "metadata")) {
            told.put(one.get("group") + "/" + one.get("dataId"), one);
        }
        List<ExportedFile> files = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (name.equals(".metadata.yml") || name.equals(".meta.yml")) return;
            if (name.split("/", -1).length != 2)
                throw strange(name, "GROUP/DATA-ID, or Apollo's APP+CLUSTER+NAMESPACE");
            Map<String, String> about = told.getOrDefault(name, Map.of());
            files.add(new ExportedFile(name, type(about.get("type")), about.get("desc"), text));
        });
        return files;
    }

    /** Nacos says text of what it was told nothing about. */
    private static @Nullable String type(@Nullable String told) {
        return "text".equals(told) ? null : told;
    }

    private static Failure strange(String name, String expected) {
        return Failure.usage("%s is no file of an export (expected: %s)".formatted(name, expected));
    }
}
