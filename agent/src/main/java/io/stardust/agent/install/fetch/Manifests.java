package io.stardust.agent.install.fetch;

import io.stardust.agent.files.Modes;
import io.stardust.agent.install.fetch.PackageSource.Body;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the manifests of packages, and keeps each, packed, beside its package, so that going back needs no network.
 * Thread-safe across apps.
 */
final class Manifests {
    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);

    private final PackageSource source;
    private final Trust trust;

    Manifests(PackageSource source, Trust trust) {
        this.source = source;
        this.trust = trust;
    }

    /**
     * The manifest of a package, as the deployment's hash of it says, signed if it must be.
     *
     * @param kept where it is, or will be
     * @return null when there is none that helps; then the package may be used all the same
     * @throws InstallException if it decides whether the package may be used, and cannot be had or says no
     */
    @Nullable
    Manifest find(DeployInfo deploy, Path kept) throws InstallException {
        boolean decides = trust.asks(deploy);
        Manifest manifest = null;
        String url = deploy.manifest();
        if (url != null && !url.isBlank()) {
            try {
                manifest = get(deploy, url, kept);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("manifest of release '{}': {}", deploy.version(), e.toString());
                if (decides) throw failed(deploy, e);
            }
        }
        if (decides) trust.require(deploy, manifest);
        return manifest;
    }

    private static InstallException failed(DeployInfo deploy, Exception e) {
        if (e instanceof IOException) {
            return new InstallException("downloaded", Reason.of(Code.NO_MANIFEST, "error", e.getMessage()), e);
        }
        return Trust.refused(Reason.of(Code.BAD_MANIFEST, "version", deploy.version(), "what", e.getMessage()));
    }

    private Manifest get(DeployInfo deploy, String url, Path kept) throws IOException {
        if (Files.isRegularFile(kept)) {
            try {
                return checked(deploy, Files.readAllBytes(kept));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{}: damaged, fetching it again: {}", kept, e.toString());
            }
        }
        byte[] packed;
        try (Body body = source.open(url, 0)) {
            packed = body.stream().readNBytes(Manifest.MAX_BYTES);
        }
        Manifest manifest = checked(deploy, packed);
        Modes.makeFolder(Layout.parent(kept));
        Path part = kept.resolveSibling(kept.getFileName() + ".new");
        Modes.makeFile(part);
        Files.write(part, packed);
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
        return manifest;
    }

    private static Manifest checked(DeployInfo deploy, byte[] packed) throws IOException {
        byte[] text;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            text = in.readNBytes(Manifest.MAX_BYTES + 1);
        }
        String expected = String.valueOf(deploy.manifestSha256());
        String hash = Hashes.sha256Hex(text);
        if (!Hashes.sameHex(hash, expected)) {
            throw new IllegalArgumentException("a manifest of SHA-256 " + hash + " (expected: " + expected + ")");
        }
        return new Manifest(text);
    }
}
