package io.stardust.agent.local;

import io.stardust.agent.files.Trouble;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.ServiceInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of {@code stardust-agent.json}, joined by name with what the platform wants: a name in both is the
 * platform's. Local ones are guarded as all others are; their ids are negative and never reach a report about
 * placements. A file that does not hold keeps the last one that did. Thread-safe.
 */
public final class LocalServices {
    /** The file's name in the data folder. */
    public static final String FILE = "stardust-agent.json";

    private static final Logger LOG = LoggerFactory.getLogger(LocalServices.class);
    private static final int MAX_BYTES = 1 << 20;

    private final Path data;
    private final Path file;
    private final LocalPackages packages;
    private final Guards guards;
    private final Supplier<List<PlacementReport>> states;

    private Stamp loaded = new Stamp(-1, -1);
    private Stamp seen = new Stamp(-1, -1);
    private final Map<String, Stamp> zips = new HashMap<>(); // seen, by app
    private final Map<String, String> tried = new HashMap<>(); // zip and stamp that were read, by app
    private List<DeployInfo> platform = List.of();
    private final Map<String, DeployInfo> last = new HashMap<>(); // local ones as last wanted, by name
    private final Map<String, Boolean> asked = new HashMap<>(); // started or stopped by hand, by name
    private boolean due; // the joined list has yet to be taken

    private volatile List<Entry> entries = List.of();
    private volatile List<DeployInfo> joined = List.of();
    private volatile @Nullable String problem;
    private volatile boolean news = true;

    /** Takes the joined list. */
    public interface Guards {
        /** As the supervisor's: the list is on disk when this returns. */
        void desired(List<DeployInfo> all) throws IOException, InterruptedException;

        /** What keeps it from keeping its state, in words; null when nothing does. */
        default @Nullable String problem() {
            return null;
        }
    }

    /** Touches nothing yet. {@code states} are the latest of everything guarded here. */
    public LocalServices(Path data, Guards guards, Supplier<List<PlacementReport>> states) {
        this.data = data;
        this.file = data.resolve(FILE);
        this.packages = new LocalPackages(data);
        this.guards = guards;
        this.states = states;
    }

    /** At agent start: {@code saved} is guarded already; the file is read, or made from an old agent's XML. */
    public synchronized void begin(List<DeployInfo> saved) throws InterruptedException {
        List<DeployInfo> ofPlatform = new ArrayList<>();
        for (DeployInfo each : saved) {
            ServiceInfo service = each.service();
            if (each.id() >= 0 || service == null) {
                ofPlatform.add(each);
                continue;
            }
            String name = String.valueOf(service.name());
            last.put(name, each);
            boolean running = "running".equals(each.desired());
            if (running != service.enable()) asked.put(name, running);
        }
        platform = List.copyOf(ofPlatform);
        joined = List.copyOf(saved);
        try {
            OldSettings.migrate(data, file);
        } catch (IOException e) {
            LOG.warn("the services of an older agent are not migrated: {}", e.toString());
        }
        load(Stamp.of(file));
        if (!last.isEmpty() || !entries.isEmpty()) join();
    }

    /** Looks whether file or zips have changed; what did is taken when it is as it was at the look before. */
    public synchronized void look() throws InterruptedException {
        Stamp now = Stamp.of(file);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(loaded)) load(now);
        for (Entry entry : entries) {
            if (entry.zip() == null) continue;
            Path zip = packages.file(entry);
            if (zip == null) continue;
            Stamp stamp = Stamp.of(zip);
            Stamp before = zips.put(entry.name(), stamp);
            boolean other = !(zip + " " + stamp).equals(tried.get(entry.name()));
            if (stamp.equals(before) && other) due = true;
        }
        if (due) join();
    }

    private void load(Stamp stamp) {
        loaded = stamp;
        seen = stamp;
        try {
            List<Entry> read = stamp.there() ? ServicesFile.read(text()) : List.of();
            for (Entry entry : read) {
                DeployInfo before = last.get(entry.name());
                ServiceInfo was = before == null ? null : before.service();
                if (was != null && was.enable() != entry.service().enable()) asked.remove(entry.name());
            }
            if (!read.equals(entries)) LOG.info("{}: {} services", file, read.size());
            entries = List.copyOf(read);
            problem = null;
            due = true;
        } catch (BadFile | IOException e) {
            String words = file + ": " + (e instanceof BadFile ? e.getMessage() : FileFailure.why(e));
            problem = words;
            LOG.warn("{}; the {} services of before stay", words, entries.size());
        }
        news = true;
    }

    private String text() throws IOException {
        if (Files.size(file) > MAX_BYTES) throw new IOException("larger than " + MAX_BYTES + " bytes");
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** The platform's list as just pulled; it is on disk, joined with ours, when this returns. */
    public synchronized void platform(List<DeployInfo> pulled) throws IOException, InterruptedException {
        List<DeployInfo> ofPlatform = new ArrayList<>();
        for (DeployInfo each : pulled) {
            if (each.id() > 0) ofPlatform.add(each);
            else LOG.warn("{}: id {} from the server (expected: above 0), passed over", each.name(), each.id());
        }
        platform = List.copyOf(ofPlatform);
        List<DeployInfo> all = all();
        guards.desired(all);
        taken(all);
    }

    private void join() throws InterruptedException {
        List<DeployInfo> all = all();
        try {
            guards.desired(all);
            taken(all);
        } catch (IOException e) {
            due = true;
            LOG.warn("what should run here could not be saved, tried again: {}", Trouble.words(e));
        }
    }

    private void taken(List<DeployInfo> all) {
        due = false;
        joined = List.copyOf(all);
        last.clear();
        for (DeployInfo each : all) {
            ServiceInfo service = each.service();
            if (each.id() < 0 && service != null) last.put(String.valueOf(service.name()), each);
        }
        news = true;
    }

    private List<DeployInfo> all() {
        List<DeployInfo> all = new ArrayList<>(platform);
        Set<String> taken = names(platform);
        Set<Long> ids = new HashSet<>();
        for (Entry entry : entries) {
            if (taken.contains(entry.name())) {
                if (last.containsKey(entry.name())) LOG.info("{}: is the platform's now", entry.name());
                continue;
            }
            long id = id(entry.name());
            while (!ids.add(id)) id--;
            all.add(deploy(entry, id));
        }
        return all;
    }

    /** What the platform has here; a name that it takes away is free. */
    private static Set<String> names(List<DeployInfo> platform) {
        Set<String> names = new HashSet<>();
        for (DeployInfo each : platform) {
            ServiceInfo service = each.service();
            if (service != null && service.name() != null && !"removed".equals(each.desired()))
                names.add(service.name());
        }
        return names;
    }

    /** The same in every run of the agent. */
    private static long id(String name) {
        var crc = new java.util.zip.CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return -1 - crc.getValue();
    }

    private DeployInfo deploy(Entry entry, long id) {
        String url = null;
        String hash = null;
        DeployInfo before = last.get(entry.name());
        Path zip = packages.file(entry);
        try {
            if (zip != null) {
                tried.put(entry.name(), zip + " " + Stamp.of(zip));
                LocalPackages.Found found = packages.read(zip);
                url = found.url();
                hash = found.sha256();
            } else if (entry.zip() != null && before != null) { // it was installed from one that is gone
                url = before.url();
                hash = before.sha256();
            }
        } catch (IOException e) {
            LOG.warn("{}: {} cannot be read: {}", entry.name(), zip, e.toString());
            if (before != null) return before;
        }
        boolean runs = asked.getOrDefault(entry.name(), entry.service().enable());
        return new DeployInfo(
                id,
                entry.name(),
                hash == null ? "local" : "local-" + hash.substring(0, 8),
                url,
                null,
                null,
                0,
                entry.service(),
                hash,
                0,
                0,
                0,
                runs ? "running" : "stopped",
                0,
                0,
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }

    /** Starts or stops a local service until its entry says something else; returns what is wrong, null when done. */
    @Nullable
    synchronized String ask(String name, boolean run) throws InterruptedException {
        if (names(platform).contains(name)) return name + " is the platform's (expected: a service of " + FILE + ")";
        for (Entry entry : entries) {
            if (!entry.name().equals(name)) continue;
            asked.put(name, run);
            join();
            return due ? "it could not be saved; the agent tries again" : null;
        }
        return "no service " + name + " here";
    }

    /** What is wanted of a service of the file; null when there is none of that name, or the platform has taken it. */
    public @Nullable DeployInfo find(String name) {
        for (DeployInfo each : joined) if (each.id() < 0 && name.equals(each.name())) return each;
        return null;
    }

    /** The zip that a service of the file is made from; null when there is none. */
    public @Nullable Path zip(String name) {
        for (Entry entry : entries) if (entry.name().equals(name)) return packages.file(entry);
        return null;
    }

    /** The file behind the URL of a local package; null for all others. */
    public @Nullable Path opens(String url) {
        return packages.opens(url);
    }

    /** Everything this node is to run, the platform's and its own; for those who ask here. */
    List<DeployInfo> everything() {
        return joined;
    }

    /** What is wrong with the file; null when it holds. */
    @Nullable
    String problem() {
        return problem != null ? problem : guards.problem();
    }

    /** Something about a local service is other than it was. From any thread; returns at once. */
    public void changed() {
        news = true;
    }

    /** Whether there is something to tell; then there is not any more. */
    public boolean takeNews() {
        boolean was = news;
        news = false;
        return was;
    }

    /** Every service of the file and how it fares. */
    public List<LocalService> report() {
        Map<Long, PlacementReport> known = new HashMap<>();
        for (PlacementReport each : states.get()) known.put(each.id(), each);
        Map<String, DeployInfo> run = new HashMap<>();
        for (DeployInfo each : joined) if (each.id() < 0) run.put(String.valueOf(each.name()), each);
        List<LocalService> all = new ArrayList<>();
        for (Entry entry : entries) {
            DeployInfo deploy = run.get(entry.name());
            PlacementReport state = deploy == null ? null : known.get(deploy.id());
            all.add(service(entry.service(), deploy, state));
        }
        return all;
    }

    private static LocalService service(
            ServiceInfo service, @Nullable DeployInfo deploy, @Nullable PlacementReport state) {
        return new LocalService(
                service.name(),
                service.fileName(),
                service.workingDirectory(),
                service.userName(),
                deploy == null ? service.enable() : "running".equals(deploy.desired()),
                service.mode(),
                service.allowMultiple(),
                service.autoStop(),
                service.reloadOnChange(),
                service.maxMemory(),
                service.port(),
                state == null ? null : state.state(),
                state == null ? null : state.reason(),
                state == null ? 0 : state.pid(),
                state == null ? 0 : state.startTime(),
                deploy == null,
                state == null ? null : state.why());
    }
}
