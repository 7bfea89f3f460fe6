package io.stardust.server.node;

import static io.stardust.server.node.NodeFields.bounded;

import io.stardust.api.node.NodeView;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.server.access.MachineTokens;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.feature.Steady;
import io.stardust.server.http.Networks;
import io.stardust.server.node.NodeStore.Known;
import io.stardust.server.node.NodeStore.Newcomer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nodes in. Thread-safe.
 *
 * <p>A node that proves its secret gets a token, or no token while it waits. One that proves nothing is a newcomer,
 * whatever it says its hardware is: it gets a code and a secret of its own, and a token only if {@link Admission} opens
 * the door. Upstream hands a newcomer with known hardware the place of the node it looks like; anybody can send those
 * numbers, so here it is noted as {@code replaces} and a person decides. A secret that is brought and wrong is refused,
 * and no answer ever holds the secret of a node that exists.
 */
public final class NodeLogin {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLogin.class);
    private static final long DEFAULT_PROJECT = 1;
    private static final int SECRET_CHARS = 16;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Database db;
    private final Changes changes;
    private final NodeStore store;
    private final Presence presence;
    private final Secrets secrets;
    private final MachineTokens tokens;
    private final Enrolments enrolments;
    private final Supplier<Admission> admission;
    private final IntSupplier codeLevel;
    private final NodeRules rules;
    private final WaitingRoom waiting;
    private final SeenStore seen = new SeenStore();
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param codeLevel how many of five marks of its hardware a returning node must still bear; 0 = none */
    public NodeLogin(
            Database db,
            Changes changes,
            NodeStore store,
            Presence presence,
            Keys keys,
            NodeRules rules,
            Supplier<Admission> admission,
            IntSupplier codeLevel,
            InstantSource clock,
            RandomGenerator random) {
        this.db = db;
        this.changes = changes;
        this.store = store;
        this.presence = presence;
        this.secrets = keys.secrets();
        this.tokens = keys.tokens();
        this.enrolments = keys.enrolments();
        this.admission = admission;
        this.codeLevel = codeLevel;
        this.rules = rules;
        this.waiting = new WaitingRoom(store, Steady.of(clock));
        this.clock = clock;
        this.random = random;
    }

    /** What access gives to check and issue. */
    public record Keys(Secrets secrets, MachineTokens tokens, Enrolments enrolments) {}

    /** Tells what an enrolment token opens. */
    @FunctionalInterface
    public interface Enrolments {
        /** Returns the project that {@code token} lets nodes into; empty when it is unknown, expired or revoked. */
        Optional<Long> project(String token);
    }

    /**
     * One login.
     *
     * @param machine the node's facts, wherever the client put them
     * @param time to be echoed; 0 when the client sent none
     * @param address where the request came from
     */
    record Asked(LoginInfo login, NodeInfo machine, long time, String address) {}

    /**
     * Answers a login.
     *
     * @throws Refused 400 when a name may not be shown; 401 when a secret is wrong, the node is disabled, or an
     *     enrolment token does not hold; 403 and 429 when too many wait or come
     */
    LoginResponse login(Asked asked) {
        NodeFields.requirePrintable("MachineName", asked.machine().machineName());
        NodeFields.requirePrintable("Code", asked.login().code());
        NodeFields.requirePrintable("ClientId", asked.login().clientId());
        NodeFields.requirePrintable("ProductCode", asked.login().productCode());
        String code = bounded(asked.login().code(), 64);
        String proof = asked.login().secret() == null ? "" : asked.login().secret();
        Optional<Known> known = code.isEmpty() ? Optional.empty() : db.read(sql -> store.known(sql, code));
        if (known.isEmpty() || proof.isEmpty())
            return newcomer(asked, known.map(Known::id).orElse(null));
        if (!SecretProof.proves(proof, secrets.open(known.get().sealedSecret()), clock.instant())) {
            LOG.warn(
                    "node {}: login from {} with a wrong secret, refused",
                    known.get().id(),
                    asked.address());
            throw new Refused(
                    Envelope.UNAUTHORIZED,
                    "Secret: does not prove code %s (expected: the secret issued with it, and a clock within %d min of ours)"
                            .formatted(code, SecretProof.SALT_TIME.toMinutes()));
        }
        long id = known.get().id();
        return isOther(asked.machine(), id) ? newcomer(asked, id) : returning(asked, id);
    }

    /** The identity came with a copied disk or file: it stays with the hardware that it was given to. */
    private boolean isOther(NodeInfo machine, long id) {
        int wanted = codeLevel.getAsInt();
        if (wanted == 0) return false;
        Optional<NodeInfo> before = db.read(sql -> seen.info(sql, id));
        int same = before.map(info -> Hardware.same(info, machine)).orElse(Hardware.MARKS);
        if (same >= wanted) return false;
        LOG.warn(
                "node {}: its secret came from other hardware ({} of {} marks are the same, expected {}); it gets an identity of its own",
                id,
                same,
                Hardware.MARKS,
                wanted);
        return true;
    }

    private LoginResponse returning(Asked asked, long id) {
        Node node = db.read(sql -> store.find(sql, Visible.everything(), id)).orElseThrow(() -> gone(id));
        if (!node.enabled()) throw new Refused(Envelope.UNAUTHORIZED, "node %s is disabled".formatted(node.code()));
        if (!node.approved() && admission.get() == Admission.ALL) {
            approve(node);
        } else if (!node.approved()) {
            presence.asked(id, NodeFields.bounded(asked.machine()));
            return answer(asked, null, null, node.name(), null);
        }
        presence.login(id, NodeFields.bounded(asked.machine()));
        LOG.debug("node {} {}: logged in from {}", id, node.code(), asked.address());
        return answer(asked, null, null, node.name(), token(node.code(), asked));
    }

    /** The door was opened since this node began to wait. */
    private void approve(Node node) {
        changes.write("system", tx -> {
            NodeView before =
                    store.view(tx.sql(), Visible.everything(), node.id()).orElseThrow(() -> gone(node.id()));
            store.update(
                    tx.sql(),
                    before.approvedAs(before.name(), before.projectId()),
                    tx.now().toEpochMilli());
            return tx.record("node.approved", before.projectId(), node.id(), before, after(tx, node.id()));
        });
        LOG.info("node {} {}: approved, nodes.approve = all", node.id(), node.code());
    }

    private NodeView after(Tx tx, long id) {
        return store.view(tx.sql(), Visible.everything(), id).orElseThrow(() -> gone(id));
    }

    private static Refused gone(long id) {
        return new Refused(Envelope.UNAUTHORIZED, "node %d was removed meanwhile; log in again".formatted(id));
    }

    private LoginResponse newcomer(Asked asked, @Nullable Long sameCode) {
        Optional<Long> enrolled = enrolled(asked.login().enrolToken());
        Admission door = admission.get();
        boolean approved = door == Admission.ALL || (door == Admission.ENROLLED && enrolled.isPresent());
        if (!approved) waiting.knock(Networks.sender(asked.address()));
        String secret = randomText(SECRET_CHARS);
        NodeInfo machine = NodeFields.bounded(asked.machine());
        String name = NodeFields.name(machine, asked.address());
        NodeView made = changes.write("node:new " + name, tx -> {
            Newcomer newcomer = register(tx, asked, name, secret, enrolled.orElse(null), approved, sameCode);
            NodeView view = after(tx, newcomer.id());
            tx.record(approved ? "node.registered" : "node.asked", newcomer.projectId(), newcomer.id(), null, view);
            return view;
        });
        if (approved) {
            presence.login(made.id(), machine);
        } else {
            presence.asked(made.id(), machine);
        }
        LOG.info(
                "node {} {} ({}): {} from {}",
                made.id(),
                made.code(),
                made.name(),
                approved ? "registered" : "asks to come in",
                asked.address());
        return answer(asked, made.code(), secret, made.name(), approved ? token(made.code(), asked) : null);
    }

    private Optional<Long> enrolled(@Nullable String token) {
        if (token == null || token.isBlank()) return Optional.empty();
        Optional<Long> project = enrolments.project(token.trim());
        if (project.isEmpty()) {
            throw new Refused(
                    Envelope.UNAUTHORIZED,
                    "EnrolToken: not valid (expected: an enrolment token that is neither expired nor revoked)");
        }
        return project;
    }

    private Newcomer register(
            Tx tx,
            Asked asked,
            String name,
            String secret,
            @Nullable Long project,
            boolean approved,
            @Nullable Long sameCode) {
        String product = NodeFields.product(asked.login(), asked.machine());
        String hardware = Hardware.code(product, asked.machine());
        List<Long> twins = store.withHardware(tx.sql(), hardware);
        String sender = Networks.sender(asked.address());
        if (!approved) waiting.makeRoom(tx, sender, twins);
        boolean taken = hardware.isEmpty() || store.codeTaken(tx.sql(), hardware);
        String code = taken ? freshCode(tx) : hardware;
        long arrives = project != null ? project : arrival(tx, asked.login().project());
        var shape = rules.shape(
                tx.sql(),
                arrives,
                new NodeRules.Newborn(
                        name, code, NodeRules.addresses(asked.machine().ip(), asked.address())));
        var node = new Newcomer(
                tx.nextId("node"),
                arrives,
                code,
                hardware,
                shape.name(),
                product,
                secrets.seal(secret),
                approved,
                approved ? null : lookalike(sameCode, twins),
                shape.labels(),
                sender);
        store.insert(tx.sql(), node, tx.now().toEpochMilli());
        return node;
    }

    private static @Nullable Long lookalike(@Nullable Long sameCode, List<Long> twins) {
        if (sameCode != null) return sameCode;
        return twins.isEmpty() ? null : twins.getFirst();
    }

    private long arrival(Tx tx, @Nullable String project) {
        if (project == null || project.isBlank()) return DEFAULT_PROJECT;
        return store.project(tx.sql(), project.trim()).orElse(DEFAULT_PROJECT);
    }

    private String freshCode(Tx tx) {
        while (true) {
            String code = "%08X".formatted(random.nextInt());
            if (!store.codeTaken(tx.sql(), code)) return code;
        }
    }

    private String randomText(int chars) {
        var text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }

    private String token(String code, Asked asked) {
        String clientId = bounded(asked.login().clientId(), 100);
        return tokens.issue(code, clientId.isEmpty() ? randomText(8) : clientId);
    }

    private LoginResponse answer(
            Asked asked, @Nullable String code, @Nullable String secret, String name, @Nullable String token) {
        int expire = token == null ? 0 : Math.toIntExact(tokens.lifetime().toSeconds());
        return new LoginResponse(code, secret, name, token, expire, asked.time(), clock.millis());
    }
}
