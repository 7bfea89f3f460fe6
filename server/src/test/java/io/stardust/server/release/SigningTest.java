package io.stardust.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.pack.SigningKey;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite") // the database has no part in it
class SigningTest {
    private static final byte[] ZIP = Deploys.zip("1.0");

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private KeyPair pair;
    private SigningKey key;
    private long deployment;

    @BeforeEach
    void start() throws GeneralSecurityException {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("hello");
        deploys.placement(deployment, node);
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = SigningKey.of(pair.getPublic().getEncoded());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply trust() {
        return server.api("POST", "/projects/1/signing-keys", Map.of("name", "build", "publicKey", key.text()));
    }

    private void require() {
        assertThat(server.api("PATCH", "/projects/1", Map.of("requireSignature", true))
                        .at("requireSignature"))
                .isEqualTo(true);
    }

    private String signature(byte[] zip) throws IOException, GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(Manifest.of(Files.write(elsewhere.resolve("p.zip"), zip)).text());
        return Base64.getEncoder().encodeToString(signer.sign());
    }

    private Reply upload(String version, byte[] zip, String signature) {
        String query = "version=%s&keyId=%s&signature=%s"
                .formatted(version, key.id(), URLEncoder.encode(signature, StandardCharsets.UTF_8));
        return deploys.upload(deployment, query, BodyPublishers.ofByteArray(zip));
    }

    @Test
    void upload_isKeptWithItsSignature_whichTheAgentIsTold() throws Exception {
        trust();
        require();

        Reply made = upload("1.0", ZIP, signature(ZIP));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("signedBy")).isEqualTo(key.id());

        assertThat(deploys.publish(deployment, made.number("id")).status()).isEqualTo(202);
        Reply wanted = deploys.wanted(node);
        assertThat(wanted.text("data.0.Signature")).isEqualTo(signature(ZIP));
        assertThat(wanted.text("data.0.SignedBy")).isEqualTo(key.id());
    }

    @Test
    void upload_isRefused_whenTheProjectRequiresASignatureAndThereIsNone() {
        require();

        Reply refused = deploys.upload(deployment, "version=1.0", BodyPublishers.ofByteArray(ZIP));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("detail")).contains("signed packages only");
    }

    @Test
    void upload_isRefused_whenTheSignatureIsNotRight_whateverIsRequired() throws Exception {
        Reply unknown = upload("1.0", ZIP, signature(ZIP));
        trust();
        Reply other = upload("1.0", ZIP, signature(Deploys.zip("2.0")));
        Reply nonsense = upload("1.0", ZIP, "x");
        Reply half = deploys.upload(deployment, "keyId=" + key.id(), BodyPublishers.ofByteArray(ZIP));

        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text("detail")).contains("signing key of project 1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("detail")).contains("sign exactly the file you upload");
        assertThat(nonsense.status()).isEqualTo(422);
        assertThat(half.status()).isEqualTo(400);
    }

    @Test
    void publish_isRefused_whenNobodySigned_untilSomebodyDoes() throws Exception {
        long release = deploys.release(deployment, "1.0");
        trust();
        require();

        Reply refused = deploys.publish(deployment, release);
        Reply newest = server.api("POST", "/rollouts", Map.of("deploymentId", deployment));
        Reply signed = server.api(
                "PUT", "/releases/" + release + "/signature", Map.of("signature", signature(ZIP), "keyId", key.id()));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("not signed");
        assertThat(newest.status()).isEqualTo(409);
        assertThat(signed.text("signedBy")).isEqualTo(key.id());
        assertThat(deploys.publish(deployment, release).status()).isEqualTo(202);
    }

    @Test
    void start_isRefused_onANodeThatHasNotYetARelease_whichMayNotBePublished() {
        long release = deploys.release(deployment, "1.0");
        deploys.publish(deployment, release);
        deploys.converge(node);
        require();
        TestNode other = TestNode.enrolled(server, "web2");
        long placement = deploys.placement(deployment, other);

        Reply started = server.api("POST", "/placements/" + placement + "/start", null);
        Reply restarted = server.api("POST", "/placements/1/restart", null);
        Reply reinstalled = server.api("POST", "/placements/1/reinstall", null);

        assertThat(started.status()).isEqualTo(409);
        assertThat(started.text("detail")).contains("is not signed");
        assertThat(reinstalled.status()).isEqualTo(409);
        assertThat(restarted.status()).isEqualTo(200); // what is there may run
    }

    @Test
    void publish_isRefused_whenTheKeyIsNotTrustedAnyMore() throws Exception {
        long id = trust().number("id");
        require();
        long release = upload("1.0", ZIP, signature(ZIP)).number("id");

        assertThat(server.api("DELETE", "/signing-keys/" + id, null).status()).isEqualTo(204);

        Reply refused = deploys.publish(deployment, release);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains(key.id());
    }

    @Test
    void keys_areListed_andRefusedTwiceOrWhenTheyAreNone() {
        assertThat(trust().status()).isEqualTo(201);
        assertThat(trust().status()).isEqualTo(409);
        assertThat(server.api("GET", "/projects/1/signing-keys", null).text("items.0.keyId"))
                .isEqualTo(key.id());
        assertThat(server.api("POST", "/projects/1/signing-keys", Map.of("name", "x", "publicKey", "hello"))
                        .status())
                .isEqualTo(400);
        assertThat(server.api("POST", "/projects/99/signing-keys", Map.of("name", "x", "publicKey", "hello"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keys_areAddedByAdminsAlone() {
        ServerUnderTest.Guest operator = server.guest("shop", "operator");

        Reply refused = server.api(
                "POST",
                "/projects/" + operator.project() + "/signing-keys",
                Map.of("name", "x", "publicKey", key.text()),
                operator.token());

        assertThat(refused.status()).isEqualTo(403);
    }
}
