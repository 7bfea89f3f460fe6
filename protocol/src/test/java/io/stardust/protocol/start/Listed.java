package io.stardust.protocol.start;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A package of names and texts; a jar is runnable when its text names a class. */
record Listed(Map<String, String> files) implements AppFiles {
    /** Names and texts in turn. */
    static Listed of(String... namesAndTexts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) files.put(namesAndTexts[i], namesAndTexts[i + 1]);
        return new Listed(files);
    }

    @Override
    public Collection<String> packaged() {
        return files.keySet();
    }

    @Override
    public Collection<String> top() {
        return files.keySet().stream().filter(path -> path.indexOf('/') < 0).toList();
    }

    @Override
    public boolean has(String path) {
        return files.containsKey(path);
    }

    @Override
    public byte[] head(String path, int count) {
        byte[] all = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
        return all.length > count ? Arrays.copyOf(all, count) : all;
    }

    @Override
    public boolean isRunnableJar(String path) {
        return files.getOrDefault(path, "").contains("Main-Class");
    }

    @Override
    public boolean isExecutable(String path) {
        return false;
    }
}
