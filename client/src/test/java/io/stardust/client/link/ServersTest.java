package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServersTest {
    private static final URI A = URI.create("http://a:6600");
    private static final URI B = URI.create("http://b:6600");

    private final AtomicLong now = new AtomicLong(5);
    private final Servers servers =
            new Servers(LinkSettings.parse(" http://a:6600/ ,http://b:6600"), Duration.ofSeconds(60), now::get);

    @Test
    void order_isOfTheNewServers_whenACallToTheOldOnesEndsLater() {
        servers.replace(LinkSettings.parse("http://c:6600,http://d:6600"));

        servers.worked(java.net.URI.create("http://a:6600"));
        servers.failed(java.net.URI.create("http://b:6600"));

        assertThat(servers.order()).hasToString("[http://c:6600, http://d:6600]");
        assertThat(servers.current()).hasToString("http://c:6600");
    }

    @Test
    void order_startsWithTheOneInUse() {
        assertThat(servers.order()).containsExactly(A, B);

        servers.worked(B);

        assertThat(servers.order()).containsExactly(B, A);
    }

    @Test
    void failed_passesAServerOver_untilTheShieldTimeIsOver() {
        servers.failed(A);
        servers.worked(B);
        now.addAndGet(1);
        servers.failed(B);
        assertThat(servers.order()).containsExactly(A, B); // both failed: the one that failed longest ago comes first

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        servers.failed(A);

        assertThat(servers.order()).containsExactly(B, A);
        assertThat(servers.current()).isEqualTo(B);
    }

    @Test
    void owns_comparesSchemeHostAndPort() {
        assertThat(servers.owns(URI.create("http://A:6600/cube/file?id=1"))).isTrue();
        assertThat(servers.owns(URI.create("http://a:6601/"))).isFalse();
        assertThat(servers.owns(URI.create("https://a:6600/"))).isFalse();
        assertThat(servers.owns(URI.create("http://evil/?http://a:6600/"))).isFalse();
    }

    @Test
    void parse_saysWhatWasExpected() {
        assertThatThrownBy(() -> LinkSettings.parse("a:6600"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a:6600' (expected: a URL such as");
        assertThatThrownBy(() -> LinkSettings.of(",", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server: none");
    }
}
