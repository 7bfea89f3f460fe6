package io.stardust.agent.install.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.Boots;
import io.stardust.agent.install.Deploys;
import io.stardust.agent.install.Disk;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.PackageServer;
import io.stardust.agent.install.Zips;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final byte[] PACKAGE =
            Zips.zip().script("shop", "#!/bin/sh\n").bytes();
    private static final byte[] OTHER =
            Zips.zip().script("shop", "#!/bin/sh\necho bad\n").bytes();

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private PackageServer server;
    private KeyPair pair;
    private byte[] manifest;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        server = new PackageServer();
        server.files.put("/p.zip", PACKAGE);
        server.files.put("/other.zip", OTHER);
        manifest = Boots.manifest(elsewhere, PACKAGE).text();
        server.files.put("/manifest", Boots.packed(manifest));
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetch_takesWhatAKnownKeySigned_andNeedsNoNetworkForItAgain() throws Exception {
        Installer strict = installer(Trust.of(key().text(), true));

        assertThat(strict.fetch(signed("/p.zip", PACKAGE), () -> false).file()).hasBinaryContent(PACKAGE);

        server.files.clear();
        assertThat(strict.fetch(signed("/p.zip", PACKAGE), () -> false).wasThere())
                .isTrue();
    }

    @Test
    void fetch_refuses_whatNobodySigned_whenASignatureIsRequired() throws Exception {
        Trust strict = Trust.of(key().text(), true);

        assertRefused(strict, deploy("/p.zip", PACKAGE, null, null), "not signed");
        assertRefused(strict, Deploys.app("shop").of("/p.zip", PACKAGE).info(), "not signed");
        assertThat(server.asked).doesNotContain(1L);
    }

    @Test
    void fetch_refuses_whatIsSignedByAnUnknownKey_orChanged() throws Exception {
        Trust strict = Trust.of(key().text(), true);
        SigningKey other = SigningKey.of(KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded());

        assertRefused(strict, deploy("/p.zip", PACKAGE, signature(), other.id()), "packages.keys");
        assertRefused(
                strict,
                deploy(
                        "/p.zip",
                        PACKAGE,
                        (signature().startsWith("A") ? "B" : "A") + signature().substring(1),
                        key().id()),
                "changed after signing");
        assertRefused(
                Trust.of(other.text() + " , " + key().text(), true),
                deploy("/p.zip", PACKAGE, "x", key().id()),
                "changed after signing");
    }

    @Test
    void fetch_refuses_aPackageThatIsNotTheSignedOne() throws Exception {
        assertRefused(Trust.of(key().text(), true), signed("/other.zip", OTHER), "not the one that was signed");
    }

    @Test
    void fetch_refuses_aBadSignatureOfAKnownKey_evenWhenNoneIsRequired() throws Exception {
        Trust mild = Trust.of(key().text(), false);

        assertRefused(mild, deploy("/p.zip", PACKAGE, "AAAA", key().id()), "changed after signing");
        assertThat(installer(mild)
                        .fetch(Deploys.app("shop").of("/p.zip", PACKAGE).info(), () -> false)
                        .file())
                .hasBinaryContent(PACKAGE);
    }

    @Test
    void of_refusesWhatIsNoKey() {
        assertThatThrownBy(() -> Trust.of("hello", false)).hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> Trust.of(" ", true)).hasMessageContaining("at least one");
    }

    private void assertRefused(Trust trust, DeployInfo deploy, String why) {
        assertThatThrownBy(() -> installer(trust).fetch(deploy, () -> false))
                .isInstanceOfSatisfying(
                        InstallException.class, e -> assertThat(e.step()).isEqualTo("verified"))
                .hasMessageContaining(why);
    }

    private Installer installer(Trust trust) {
        return new Installer(data, server, trust, () -> Instant.EPOCH, wait -> {}, Disk.REAL, Runnable::run);
    }

    private SigningKey key() {
        return SigningKey.of(pair.getPublic().getEncoded());
    }

    private DeployInfo signed(String url, byte[] bytes) throws GeneralSecurityException {
        return deploy(url, bytes, signature(), key().id());
    }

    private DeployInfo deploy(String url, byte[] bytes, @Nullable String signature, @Nullable String by) {
        DeployInfo base = Deploys.app("shop").of(url, bytes).info();
        return Boots.with(base, "/manifest", Hashes.sha256Hex(manifest), signature, by);
    }

    private String signature() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(manifest);
        return Base64.getEncoder().encodeToString(signer.sign());
    }
}
