package io.stardust.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app's user exchanges folders for links while the agent is at work in them. */
class FolderTest {
    @TempDir
    Path folder;

    private Path work;
    private Path secret;

    @BeforeEach
    void lay() throws IOException {
        work = Files.createDirectories(folder.resolve("work"));
        secret = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(secret.resolve("key"), "secret");
    }

    private static UserPrincipal nobody(Path near) throws IOException {
        return near.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    }

    private static void assumeRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    @Test
    void deleteTree_removesLinks_notWhatTheyLeadTo() throws Exception {
        Files.createDirectories(work.resolve("a/b"));
        Files.createSymbolicLink(work.resolve("a/b/link"), secret);

        try (Folder held = Folder.open(folder)) {
            held.deleteTree("work");
        }

        assertThat(work).doesNotExist();
        assertThat(secret.resolve("key")).exists();
    }

    @Test
    void held_staysTheSame_whenItsNameBecomesALink() throws Exception {
        try (Folder held = Folder.open(work);
                Folder from = Folder.open(folder)) {
            Files.writeString(folder.resolve("new"), "new");
            Files.move(work, folder.resolve("gone"));
            Files.createSymbolicLink(work, secret);

            from.move("new", held, "key");
            held.create("other", "rw-------").close();

            assertThat(secret.resolve("key")).hasContent("secret");
            assertThat(secret.resolve("other")).doesNotExist();
            assertThat(folder.resolve("gone/key")).hasContent("new");
        }
    }

    @Test
    void create_refusesALinkAtItsName_andMoveReplacesNothing() throws Exception {
        Files.createSymbolicLink(work.resolve("page"), secret.resolve("key"));
        try (Folder held = Folder.open(work)) {
            assertThatThrownBy(() -> held.create("page", "rw-r--r--"))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessage(work.resolve("page").toString());
            Files.writeString(work.resolve("x"), "x");
            assertThatThrownBy(() -> held.move("x", held, "page")).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(secret.resolve("key")).hasContent("secret");
    }

    @Test
    void open_followsLinksOfRootAlone_whenTheAgentIsRoot() throws Exception {
        assumeRoot();
        Files.createSymbolicLink(folder.resolve("roots"), secret);
        Files.createSymbolicLink(work.resolve("theirs"), secret);
        Files.setOwner(work, nobody(work));

        try (Folder held = Folder.open(folder.resolve("roots"))) {
            assertThat(held.has("key")).isTrue();
        }
        assertThatThrownBy(() -> Folder.open(work.resolve("theirs")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(work.resolve("theirs").toString());
        assertThatThrownBy(() -> Folder.make(work.resolve("theirs/sub"))).isInstanceOf(FileSystemException.class);
        assertThat(secret.resolve("sub")).doesNotExist();
    }

    @Test
    void open_saysWhatIsMissing_andMakeMakesIt() throws Exception {
        Path deep = work.resolve("a/b/c");
        assertThatThrownBy(() -> Folder.open(deep)).isInstanceOf(NoSuchFileException.class);

        Folder.make(deep).close();

        assertThat(deep).isDirectory();
        assertThat(Files.readString(secret.resolve("key"), StandardCharsets.UTF_8))
                .isEqualTo("secret");
    }

    @Test
    void gift_neverReachesFilesElsewhere_whileFoldersBecomeLinks() throws Exception {
        assumeRoot();
        Path inner = Files.createDirectories(work.resolve("inner"));
        Files.writeString(inner.resolve("key"), "own");
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
        Path aside = folder.resolve("aside");
        AtomicBoolean ends = new AtomicBoolean();
        Thread racer = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                try {
                    Files.move(inner, aside);
                    Files.move(link, inner);
                    Files.move(inner, link, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(aside, inner);
                } catch (IOException e) {
                    return;
                }
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                new Gift(nobody(work)).of(work);
                assertThat(Files.getOwner(secret.resolve("key")).getName()).isEqualTo("root");
                Files.setOwner(work, Files.getOwner(secret));
            }
        } finally {
            ends.set(true);
            racer.join();
        }
    }

    @Test
    void gift_leavesAFileWithASecondName_andLinks_andDoesNotWaitAtAPipe() throws Exception {
        assumeRoot();
        Files.writeString(work.resolve("plain"), "plain");
        Files.createLink(work.resolve("hard"), secret.resolve("key"));
        Files.createSymbolicLink(work.resolve("soft"), secret.resolve("key"));
        assertThat(new ProcessBuilder("mkfifo", work.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        new Gift(nobody(work)).of(work);

        assertThat(Files.getOwner(work.resolve("plain")).getName()).isEqualTo("nobody");
        assertThat(Files.getOwner(work.resolve("pipe")).getName()).isEqualTo("nobody");
        assertThat(Files.getOwner(secret.resolve("key")).getName()).isEqualTo("root");
        assertThat(Files.getOwner(work.resolve("soft"), LinkOption.NOFOLLOW_LINKS)
                        .getName())
                .isEqualTo("root");
    }

    @Test
    void regular_isReadWhereItIsOne_andNowhereElse() throws Exception {
        Files.createSymbolicLink(work.resolve("args"), secret.resolve("key"));
        assertThat(new ProcessBuilder("mkfifo", work.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> Regular.own(work.resolve("args"), 10)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> Regular.head(work.resolve("pipe"), 10)).hasMessageContaining("no plain file");
        assertThat(Regular.head(work.resolve("args"), 3)).hasSize(3);
        assertThat(Regular.below(work.resolve("args"), java.util.List.of(work))).isNull();
    }

    @Test
    void trouble_namesTheFileAndTheReason_inWordsForPeople() {
        assertThat(Trouble.words(new FileSystemException("/a", "/b", "Device or resource busy")))
                .isEqualTo("/a (on its way to /b) is a mount point, or in use");
        assertThat(Trouble.words(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("the disk of /a is read-only");
        assertThat(Trouble.words(new NoSuchFileException("/a"))).isEqualTo("/a is not there");
        assertThat(Trouble.words(new IOException("No space left on device"))).startsWith("disk full");
        assertThat(Trouble.words(new FileSystemException("/a", null, "Operation not permitted")))
                .isEqualTo("/a may not be changed (immutable?)");
    }
}
