package io.stardust.agent.supervise.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files that look like the kernel's, as few machines that build this let one make control groups. */
class CgroupsTest {
    private static final ProcTable.Entry PROCESS = new ProcTable.Entry(4711, 'S', 1, 4711, 4711, 99);

    @TempDir
    Path root;

    @Test
    void limit_makesAGroupBesideTheAgents_andPutsTheProcessIn() throws Exception {
        Path service = given("/system.slice/stardust.service/agent", "cpu memory pids");
        Path group = Files.createDirectories(service.resolve("app-shop"));
        events(group, 0); // the kernel would make it
        Cgroups cgroups = new Cgroups(root.resolve("proc"));

        cgroups.limit("shop", 400, List.of(PROCESS));

        assertThat(service.resolve("cgroup.subtree_control")).hasContent("+memory");
        assertThat(group.resolve("memory.max")).hasContent(Long.toString((400L + 100 + 64) << 20));
        assertThat(group.resolve("memory.oom.group")).hasContent("1");
        assertThat(group.resolve("cgroup.procs")).hasContent("4711");

        cgroups.limit("shop", 0, List.of(PROCESS));
        assertThat(group.resolve("memory.max")).hasContent("max");
    }

    @Test
    void killedNow_isTrueOnce_whenTheKernelHasKilled() throws Exception {
        Path group = given("/x/agent", "memory").resolve("app-shop");
        Files.createDirectories(group);
        events(group, 2); // of an agent before this one
        Cgroups cgroups = new Cgroups(root.resolve("proc"));
        cgroups.limit("shop", 400, List.of());
        assertThat(cgroups.killedNow("shop")).isFalse();

        events(group, 3);

        assertThat(cgroups.killedNow("shop")).isTrue();
        assertThat(cgroups.killedNow("shop")).isFalse();
        assertThat(cgroups.killedNow("other")).isFalse();
    }

    @Test
    void limit_doesNothing_whereTheAgentWasGivenNoGroups() throws Exception {
        Path own = given("/system.slice/stardust.service", "memory").resolve("stardust.service");
        new Cgroups(root.resolve("proc")).limit("shop", 400, List.of(PROCESS));
        assertThat(own.resolve("app-shop")).doesNotExist();

        Path without = given("/y/agent", "cpu pids");
        new Cgroups(root.resolve("proc")).limit("shop", 400, List.of(PROCESS));
        assertThat(without.resolve("app-shop")).doesNotExist();

        Files.writeString(root.resolve("proc/self/mounts"), "tmpfs / tmpfs rw 0 0\n");
        Cgroups none = new Cgroups(root.resolve("proc"));
        none.limit("shop", 400, List.of(PROCESS));
        assertThat(none.killedNow("shop")).isFalse();
        none.forget("shop");
    }

    /** Returns the folder above the agent's own group. */
    private Path given(String own, String controllers) throws IOException {
        Path mount = root.resolve("cgroup");
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(
                root.resolve("proc/self/mounts"), "proc /proc proc rw 0 0\ncgroup2 " + mount + " cgroup2 rw 0 0\n");
        Files.writeString(root.resolve("proc/self/cgroup"), "0::" + own + "\n");
        Path agents = mount.resolve(own.substring(1));
        Files.createDirectories(agents);
        Path parent = mount.resolve(own.substring(1, own.lastIndexOf('/')));
        Files.writeString(parent.resolve("cgroup.controllers"), controllers + "\n");
        return parent;
    }

    private static void events(Path group, int kills) throws IOException {
        Files.writeString(group.resolve("memory.events"), "low 0\nhigh 0\nmax 7\noom 1\noom_kill " + kills + "\n");
    }
}
