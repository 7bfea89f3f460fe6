package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Credentials;
import io.stardust.client.link.FakeServer;
import io.stardust.client.link.Identity;
import io.stardust.client.link.Link;
import io.stardust.client.link.LinkSettings;
import org.jspecify.annotations.Nullable;

/** Makes verifiers of the app {@code shop} on a link that is never started: keys need no login. */
final class Verifiers {
    private Verifiers() {}

    static TokenVerifier of(FakeServer server, Shelf shelf) {
        Link link = new Link(LinkSettings.of(server.url().toString(), "test"), new Nobody(), new NoSecret());
        return new TokenVerifier(link, "shop", new ServiceToken(shelf), shelf, new Calls());
    }

    private static final class Nobody implements Identity {
        @Override
        public String face() {
            return "App";
        }

        @Override
        public Object login(@Nullable String code, @Nullable String proof) {
            throw new IllegalStateException("never started");
        }

        @Override
        public Object ping(long time, int delay) {
            throw new IllegalStateException("never started");
        }
    }

    private static final class NoSecret implements Credentials {
        @Override
        public @Nullable Pair load() {
            return null;
        }

        @Override
        public void store(Pair pair) {
            throw new IllegalStateException("never started");
        }
    }
}
