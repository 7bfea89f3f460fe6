package io.stardust.server.adopt;

import io.stardust.api.adopt.AdoptionBody;
import io.stardust.api.adopt.AdoptionView;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.Printable;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.LocalQuery;
import io.stardust.protocol.deploy.PackOrder;
import io.stardust.protocol.deploy.PackReport;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.server.adopt.Adopted.State;
import io.stardust.server.command.Commander;
import io.stardust.server.db.Database;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.release.Release;
import io.stardust.server.release.Releases;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has agents pack the folders of local services, and takes the packages. Each packing has a ticket, which its node may
 * use once, for that placement's deployment, within an hour. Thread-safe.
 */
public final class Packings {
    private static final Logger LOG = LoggerFactory.getLogger(Packings.class);
    private static final Duration LOOK = Duration.ofSeconds(20); // at a folder, which may be large
    private static final Duration BEGIN = Duration.ofSeconds(10);
    private static final int TICKET_BYTES = 32;
    private static final int WORDS = 2_000;

    private final Database db;
    private final Commander commander;
    private final Policy policy;
    private final Releases releases;
    private final LongSupplier maxBytes;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AdoptedStore store = new AdoptedStore();
    private final DeploymentStore deployments = new DeploymentStore();

    /** Says which commands nodes may be given. */
    public interface Policy {
        /** @throws ApiException.Denied if {@code node} may not be given {@code command} */
        void require(Caller caller, Node node, String command);
    }

    /** @param maxBytes of a package */
    public Packings(
            Database db,
            Commander commander,
            Policy policy,
            Releases releases,
            LongSupplier maxBytes,
            InstantSource clock,
            SecureRandom random) {
        this.db = db;
        this.commander = commander;
        this.policy = policy;
        this.releases = releases;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What the agent's own file says of a service; null when its agent cannot be asked.
     *
     * @param pack its folder is to be packed: whoever cannot is refused
     */
    @Nullable
    LocalDetail describe(Caller caller, Node node, String service, boolean pack) {
        if (pack) policy.require(caller, node, "deploy/pack");
        Optional<CommandReplyModel> reply = node.foreign()
                ? Optional.empty()
                : commander.ask(node, "deploy/describe", Json.WIRE.text(new LocalQuery(service, pack)), LOOK);
        @Nullable LocalDetail detail = reply.map(Packings::detail).orElse(null);
        if (!pack) return detail;
        if (detail == null) {
            throw new Conflict("node %s cannot pack a folder now: %s (expected: a connected node, or a zip)"
                    .formatted(
                            node.name(), reply.map(Packings::words).orElse("it is not connected, or did not answer")));
        }
        if (detail.problem() != null) {
            throw new Conflict("service: %s is not packed: %s".formatted(service, cut(detail.problem())));
        }
        return detail;
    }

    private static @Nullable LocalDetail detail(CommandReplyModel reply) {
        @Nullable String data = reply.data();
        if (reply.status() != CommandStatus.DONE || data == null) return null;
        try {
            return Json.WIRE.read(data, LocalDetail.class);
        } catch (Json.BadJson | NullPointerException e) {
            throw new Conflict("what its agent told of the service cannot be read");
        }
    }

    private static String words(CommandReplyModel reply) {
        String said = String.valueOf(reply.data());
        return said.startsWith("not found") ? "its agent is too old for it" : cut(said);
    }

    /** Begins the packing of a service's folder; {@link #view} tells how it goes. */
    void begin(Caller caller, Node node, long placementId, AdoptionBody.Pack wanted) {
        long now = clock.millis();
        Adopted before = db.read(sql -> store.find(sql, placementId))
                .orElseThrow(() -> new Conflict("placement %d was no local service".formatted(placementId)));
        releases.prepare(caller, before.deploymentId(), upload(before, wanted.version(), wanted.note()));
        String ticket = ticket();
        db.write(sql -> {
            if (store.find(sql, placementId).filter(other -> other.goesOn(now)).isPresent()) {
                throw new Conflict("service: %s is being packed already".formatted(before.service()));
            }
            store.put(sql, begun(before, caller, hash(ticket), wanted, now));
            return null;
        });
        String order = Json.WIRE.text(new PackOrder(before.service(), ticket, maxBytes.getAsLong()));
        Optional<CommandReplyModel> reply = commander.ask(node, "deploy/pack", order, BEGIN);
        boolean begun =
                reply.filter(said -> said.status() == CommandStatus.DONE).isPresent();
        if (!begun) fail(placementId, reply.map(Packings::words).orElse("its agent did not answer"));
        LOG.info("packing of {} on node {}: {}", before.service(), node.id(), begun ? "begun" : "not begun");
    }

    private String ticket() {
        byte[] bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String ticket) {
        return Hashes.sha256Hex(ticket.getBytes(StandardCharsets.UTF_8));
    }

    private static Adopted begun(Adopted before, Caller caller, String ticket, AdoptionBody.Pack wanted, long now) {
        return new Adopted(
                before.placementId(),
                before.deploymentId(),
                before.nodeId(),
                before.service(),
                before.told(),
                State.PACKING,
                ticket,
                wanted.version(),
                wanted.note(),
                caller.actor(),
                caller.userId(),
                caller.name(),
                0,
                0,
                0,
                null,
                null,
                null,
                now,
                now);
    }

    private static Releases.Upload upload(Adopted adopted, @Nullable String version, @Nullable String note) {
        return new Releases.Upload(
                version, adopted.service() + ".zip", PackageMode.STANDARD, null, null, null, note, null, null);
    }

    /**
     * An agent tells how far it is.
     *
     * @throws Envelope.Refused if nobody wants that package of it
     */
    void report(Node node, PackReport report) {
        long now = clock.millis();
        db.write(sql -> {
            Adopted adopted = open(store.ofTicket(sql, node.id(), hash(String.valueOf(report.ticket()))), now);
            if (report.failure() != null) {
                store.ended(sql, adopted.placementId(), State.FAILED, null, cut(report.failure()));
                return null;
            }
            @Nullable String left = AdoptedStore.lines(report.leftOut());
            store.progress(
                    sql,
                    adopted.placementId(),
                    Math.max(0, report.files()),
                    Math.max(0, report.bytes()),
                    Math.max(0, report.totalBytes()),
                    left == null ? null : cut(left),
                    now);
            return null;
        });
    }

    /**
     * Takes the package that a node was asked for, and makes a release of it.
     *
     * @param announced bytes
     * @throws Envelope.Refused if the ticket is not this node's, was used, or is too old
     */
    Release take(Node node, @Nullable String ticket, long announced, InputStream in) {
        long now = clock.millis();
        Adopted adopted = db.write(sql -> {
            Adopted found = open(store.ofTicket(sql, node.id(), hash(String.valueOf(ticket))), now);
            store.arrives(sql, found.placementId(), announced, now);
            return found;
        });
        long id = adopted.placementId();
        try {
            Deployment deployment = db.read(sql ->
                    deployments.require(sql, io.stardust.server.db.Visible.everything(), adopted.deploymentId()));
            String note = adopted.note() == null
                    ? "the folder of " + adopted.service() + " on " + node.name()
                    : adopted.note();
            Release made = releases.upload(
                    asked(adopted, deployment.projectId()),
                    deployment.id(),
                    upload(adopted, adopted.version(), note),
                    announced,
                    new PackingStream(in, clock, now + Adopted.LIFE.toMillis(), bytes -> arrived(id, bytes)));
            end(id, State.DONE, made.id(), null);
            return made;
        } catch (ApiException e) {
            fail(id, e.detail());
            throw e;
        } catch (RuntimeException e) {
            fail(id, "the server failed; its log says why");
            throw e;
        }
    }

    /** Who asked for the package, with what that needs and no more. */
    private static Caller asked(Adopted adopted, long project) {
        return new Caller(adopted.actor(), adopted.userId(), adopted.userName(), false, Map.of(project, Role.OPERATOR));
    }

    private static Adopted open(Optional<Adopted> found, long now) {
        return found.filter(adopted -> adopted.state() == State.PACKING && adopted.goesOn(now))
                .orElseThrow(() -> new Envelope.Refused(
                        Envelope.FORBIDDEN,
                        "ticket: not good (expected: that of an order of this node, used once, within an hour)"));
    }

    private void arrived(long placementId, long bytes) {
        db.write(sql -> {
            store.arrived(sql, placementId, bytes, clock.millis());
            return null;
        });
    }

    private void fail(long placementId, String why) {
        end(placementId, State.FAILED, null, cut(why));
    }

    private void end(long placementId, State state, @Nullable Long release, @Nullable String why) {
        db.write(sql -> {
            store.ended(sql, placementId, state, release, why);
            return null;
        });
    }

    private static String cut(String words) {
        return Check.shortened(Printable.of(words), WORDS);
    }

    /** How the packing goes; null when nobody asked for it. */
    AdoptionView.@Nullable Packing view(Adopted adopted) {
        State state = adopted.stateAt(clock.millis());
        if (state == State.NONE) return null;
        @Nullable String reason = adopted.reason();
        if (state == State.FAILED && reason == null) {
            reason = "nothing was heard of it for %d minutes".formatted(Adopted.SILENCE.toMinutes());
        }
        return new AdoptionView.Packing(
                state.name().toLowerCase(Locale.ROOT),
                adopted.files(),
                adopted.bytes(),
                adopted.totalBytes(),
                adopted.leftOut() == null
                        ? List.of()
                        : adopted.leftOut().lines().toList(),
                reason,
                adopted.releaseId(),
                adopted.begunAt());
    }
}
