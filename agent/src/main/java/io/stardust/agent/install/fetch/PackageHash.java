package io.stardust.agent.install.fetch;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a package must hash to: SHA-256 if the deployment names it, else MD5.
 *
 * @param hex Lower-case; 64 digits = SHA-256, 32 = MD5.
 */
public record PackageHash(String hex) {
    static final String VERIFIED = "verified";

    public static PackageHash of(DeployInfo deploy) throws InstallException {
        String sha256 = deploy.sha256();
        if (sha256 != null && !sha256.isBlank()) return checked(sha256, 64, "SHA-256");
        String md5 = deploy.hash();
        if (md5 != null && !md5.isBlank()) return checked(md5, 32, "MD5");
        throw new InstallException(VERIFIED, Reason.of(Code.NO_HASH, "version", deploy.version()));
    }

    private static PackageHash checked(String text, int digits, String kind) throws InstallException {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        boolean fit = hex.length() == digits;
        for (int i = 0; i < hex.length(); i++) fit &= HexFormat.isHexDigit(hex.charAt(i));
        if (!fit) {
            throw new InstallException(VERIFIED, kind + " '" + hex + "' (expected: " + digits + " hex digits)");
        }
        return new PackageHash(hex);
    }

    void require(Result result, @Nullable String version) throws InstallException {
        if (result.matches(this)) return;
        String kind = hex.length() == 64 ? "SHA-256" : "MD5";
        throw new InstallException(
                VERIFIED,
                Reason.of(Code.HASH_DIFFERS, "version", version, "kind", kind, "found", result.compared, "hash", hex));
    }

    /** Hashes a package while it passes by; SHA-256 always, MD5 only where that is what we compare with. */
    final class Reading {
        private final MessageDigest sha256;
        private final @Nullable MessageDigest md5 = hex.length() == 32 ? Hashes.md5() : null;

        /** Of a package of {@code size} bytes; 0 = not known. */
        Reading(long size) {
            this.sha256 = size < NativeDigest.WORTH ? Hashes.sha256() : NativeDigest.sha256();
        }

        void update(byte[] bytes, int count) {
            sha256.update(bytes, 0, count);
            if (md5 != null) md5.update(bytes, 0, count);
        }

        Result result() {
            String sha = HexFormat.of().formatHex(sha256.digest());
            return new Result(sha, md5 == null ? sha : HexFormat.of().formatHex(md5.digest()));
        }
    }

    /** What was read: its SHA-256, and the hash to compare. */
    record Result(String sha256, String compared) {
        boolean matches(PackageHash expected) {
            return Hashes.sameHex(compared, expected.hex);
        }
    }
}
