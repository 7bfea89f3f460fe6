package io.stardust.agent;

import io.stardust.agent.command.LocalOrders;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.Packer;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.local.LocalServices;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.PackReport;
import io.stardust.protocol.loop.Chore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server of a service of this machine's own file and sends what it is made of: a package of its folder, or
 * the zip that it was made from. One at a time. Thread-safe.
 */
final class Packing implements LocalOrders.Services, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
    private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(1);

    private final LocalServices local;
    private final Packer packer;
    private final Door door;
    private final long most;
    private @Nullable Thread work; // guarded by this

    /** What is asked of the server. */
    interface Door {
        /** @throws Envelope.Refused if nobody wants the package any more */
        void packed(PackReport report) throws IOException;

        void send(String ticket, Path zip) throws IOException;
    }

    /** @param most bytes of a folder that may be packed */
    Packing(LocalServices local, Packer packer, Door door, long most) {
        this.local = local;
        this.packer = packer;
        this.door = door;
        this.most = most;
    }

    @Override
    public LocalDetail tell(String name, boolean pack) throws InterruptedException {
        DeployInfo deploy = find(name);
        Path zip = local.zip(name);
        if (!pack) return new LocalDetail(deploy.service(), zip != null, 0, 0, null, null);
        try {
            Packer.Content content =
                    zip == null ? packer.measure(deploy, most) : new Packer.Content(1, Files.size(zip), List.of());
            return new LocalDetail(
                    deploy.service(), zip != null, content.files(), content.bytes(), content.leftOut(), null);
        } catch (InstallException | IOException e) {
            return new LocalDetail(deploy.service(), zip != null, 0, 0, null, words(e));
        }
    }

    private DeployInfo find(String name) {
        DeployInfo deploy = local.find(name);
        if (deploy != null) return deploy;
        throw new IllegalArgumentException(
                "service: no " + name + " in " + LocalServices.FILE + " of this node that the platform has not taken");
    }

    @Override
    public synchronized void pack(String name, String ticket, long limit) {
        DeployInfo deploy = find(name);
        Path zip = local.zip(name);
        if (work != null && work.isAlive()) {
            throw new IllegalArgumentException("another folder of this node is being packed; try again when it is");
        }
        work = Chore.start("pack", () -> run(deploy, zip, ticket, limit));
    }

    private void run(DeployInfo deploy, @Nullable Path zip, String ticket, long limit) {
        String failure = null;
        try {
            if (zip == null) packAndSend(deploy, ticket, limit);
            else sendAsItIs(zip, ticket, limit);
            LOG.info("{}: its package was sent", deploy.name());
        } catch (InterruptedException e) {
            failure = "the agent ends";
        } catch (InstallException | IOException | Envelope.Refused e) {
            failure = words(e);
        } catch (RuntimeException e) { // a border: whoever waits is told
            LOG.error("{}: not packed", deploy.name(), e);
            failure = "unexpected: " + e;
        }
        if (failure == null) return;
        LOG.warn("{}: not packed: {}", deploy.name(), failure);
        try {
            door.packed(new PackReport(ticket, 0, 0, 0, null, failure));
        } catch (IOException | Envelope.Refused e) {
            LOG.info("{}: the server was not told: {}", deploy.name(), e.getMessage());
        }
    }

    private void packAndSend(DeployInfo deploy, String ticket, long limit)
            throws InstallException, InterruptedException, IOException {
        Packer.Content content = packer.measure(deploy, most);
        var teller = new Teller(ticket, content);
        Path made = packer.pack(deploy, content, limit, teller);
        try {
            teller.tell(content.files(), content.bytes());
            packer.isRelease(deploy, made);
            door.send(ticket, made);
        } finally {
            packer.discard(made);
        }
    }

    private void sendAsItIs(Path zip, String ticket, long limit) throws InstallException, IOException {
        long size = Files.size(zip);
        if (size > limit) {
            throw new InstallException("packed", "%s has %d bytes (expected: at most %d)".formatted(zip, size, limit));
        }
        door.send(ticket, zip);
    }

    /** Tells the server how far it is, each second. */
    private final class Teller implements Packer.Progress {
        private final String ticket;
        private final Packer.Content content;
        private long told = System.nanoTime();

        Teller(String ticket, Packer.Content content) {
            this.ticket = ticket;
            this.content = content;
        }

        @Override
        public void at(int files, long bytes) throws InterruptedException {
            if (System.nanoTime() - told < REPORT_NS) return;
            tell(files, bytes);
        }

        void tell(int files, long bytes) throws InterruptedException {
            told = System.nanoTime();
            try {
                door.packed(new PackReport(ticket, files, bytes, content.bytes(), content.leftOut(), null));
            } catch (Envelope.Refused e) {
                throw new InterruptedException("nobody wants the package any more");
            } catch (IOException e) {
                LOG.info("the server was not told how far the packing is: {}", e.getMessage());
            }
        }
    }

    private static String words(Exception e) {
        if (e instanceof IOException) return Trouble.words(e);
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** The agent ends: what is being packed is not sent, and nothing of it stays. */
    @Override
    public synchronized void close() {
        if (work != null) work.interrupt();
    }
}
