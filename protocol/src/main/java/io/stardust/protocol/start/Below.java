package io.stardust.protocol.start;

import java.util.Collection;

/** The files in one folder of others, as if it were the top. */
record Below(AppFiles all, String folder) implements AppFiles {
    @Override
    public Collection<String> packaged() {
        String start = folder + "/";
        return all.packaged().stream()
                .filter(path -> path.startsWith(start))
                .map(path -> path.substring(start.length()))
                .toList();
    }

    @Override
    public Collection<String> top() {
        return packaged().stream().filter(path -> path.indexOf('/') < 0).toList();
    }

    @Override
    public boolean has(String path) {
        return all.has(inside(path));
    }

    @Override
    public byte[] head(String path, int count) {
        return all.head(inside(path), count);
    }

    @Override
    public boolean isRunnableJar(String path) {
        return all.isRunnableJar(inside(path));
    }

    @Override
    public boolean isExecutable(String path) {
        return all.isExecutable(inside(path));
    }

    private String inside(String path) {
        return folder + "/" + path;
    }
}
