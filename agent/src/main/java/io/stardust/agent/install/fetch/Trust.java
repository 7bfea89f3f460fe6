package io.stardust.agent.install.fetch;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.pack.SigningKey;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose packages may run here. Immutable. This machine's own settings say so: a server, whoever has it in his hands,
 * cannot weaken it.
 */
public final class Trust {
    /** Whatever the server sends, as long as its hash is right. */
    public static final Trust SERVER = new Trust(List.of(), false);

    private final List<SigningKey> keys;
    private final boolean required;

    private Trust(List<SigningKey> keys, boolean required) {
        this.keys = keys;
        this.required = required;
    }

    /**
     * Trusts the owners of {@code keys}, public keys with commas between.
     *
     * @param required whether a package that none of them signed is refused
     * @throws IllegalArgumentException if one is no key, or none is there though one is required
     */
    public static Trust of(String keys, boolean required) {
        List<SigningKey> known = new ArrayList<>();
        for (int from = 0; from < keys.length(); ) {
            int comma = keys.indexOf(',', from);
            int to = comma < 0 ? keys.length() : comma;
            String key = keys.substring(from, to).strip();
            if (!key.isEmpty()) known.add(new SigningKey(key));
            from = to + 1;
        }
        if (required && known.isEmpty()) {
            throw new IllegalArgumentException("no key (expected: at least one, since a signature is required)");
        }
        return new Trust(known, required);
    }

    /** Whether the manifest of {@code deploy} must be looked at before its package may be used. */
    boolean asks(DeployInfo deploy) {
        if (deploy.id() < 0) return false; // of this machine's own file; what a server sends is never below 0
        return required || key(deploy) != null;
    }

    /** Throws, step {@code verified}, unless {@code manifest} is signed as it must be. */
    void require(DeployInfo deploy, @Nullable Manifest manifest) throws InstallException {
        String signature = deploy.signature();
        if (manifest == null || signature == null || signature.isBlank()) {
            throw refused(Reason.of(Code.NOT_SIGNED, "version", deploy.version()));
        }
        SigningKey key = key(deploy);
        if (key == null) {
            throw refused(Reason.of(Code.SIGNED_BY_OTHER, "version", deploy.version(), "key", deploy.signedBy()));
        }
        if (!key.signed(manifest.text(), signature)) {
            throw refused(Reason.of(Code.BAD_SIGNATURE, "version", deploy.version(), "key", key.id()));
        }
    }

    private @Nullable SigningKey key(DeployInfo deploy) {
        for (SigningKey key : keys) if (key.id().equals(deploy.signedBy())) return key;
        return null;
    }

    static InstallException refused(Reason why) {
        return new InstallException(PackageHash.VERIFIED, why);
    }
}
