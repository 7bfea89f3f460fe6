package io.stardust.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;

/** Gives a folder with all in it to a user, who may be at work in it meanwhile. */
public final class Gift {
    private final UserPrincipal user;

    public Gift(UserPrincipal user) {
        this.user = user;
    }

    /**
     * Makes the user the owner of {@code folder} and of all that is in it. Links are left, and so is a file with a
     * second name that is not the user's: that name may lie where it has no business.
     */
    public void of(Path folder) throws IOException {
        try (Folder root = Folder.open(folder)) {
            own(root.path());
            each(root, 0);
        }
    }

    private void each(Folder folder, int depth) throws IOException {
        folder.each(depth, name -> {
            try {
                give(folder, name, depth);
            } catch (java.nio.file.NoSuchFileException e) {
                // the app deletes too
            }
        });
    }

    private void give(Folder folder, String name, int depth) throws IOException {
        var found = folder.attributes(name);
        if (found.isDirectory()) {
            try (Folder inner = folder.folderIfAny(name)) {
                if (inner == null) return; // the app has put something else there: left, as links are
                own(inner.path());
                each(inner, depth + 1);
            }
        } else if (!found.isSymbolicLink() && !isOwn(folder.at(name), LinkOption.NOFOLLOW_LINKS)) {
            file(folder, name);
        }
    }

    /** Makes the user the owner of one file of a folder, as {@link #of} does. */
    public void file(Folder folder, String name) throws IOException {
        if (!Handle.exists()) {
            own(folder.at(name), LinkOption.NOFOLLOW_LINKS);
            return;
        }
        try (Handle file = Handle.any(folder.at(name))) {
            if (file == null) return; // it went
            var found = Files.readAttributes(file.path(), BasicFileAttributes.class);
            boolean plain = !found.isSymbolicLink() && !found.isDirectory();
            boolean one = Integer.valueOf(1).equals(Files.getAttribute(file.path(), "unix:nlink"));
            if (plain && one) own(file.path());
        } catch (IOException e) {
            throw folder.named(e);
        }
    }

    private boolean isOwn(Path path, LinkOption... options) throws IOException {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, options)
                .getOwner()
                .equals(user);
    }

    private void own(Path path, LinkOption... options) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, options);
        if (!view.getOwner().equals(user)) view.setOwner(user);
    }
}
